import type { RepoHost, RepoToken } from '#shared/ports.ts';
import type { Task, TaskId } from '#shared/task/task.ts';

/** Remembers which push tokens are out in the world, so that each dies with its attempt and not an hour later. */
export function createPushTokens(host: Pick<RepoHost, 'revoke'>) {
  const granted = new Map<TaskId, readonly string[]>();
  return {
    granted: ({ id }: Task, { token }: RepoToken): void => {
      granted.set(id, [...(granted.get(id) ?? []), token]);
    },
    revoke: async (id: TaskId): Promise<void> => {
      for (const token of granted.get(id) ?? []) await host.revoke(token);
      granted.delete(id);
    },
  };
}
