import type { RepoHost, RepoToken } from '#shared/ports.ts';
import type { Task, TaskId } from '#shared/task/task.ts';

/** Remembers which push tokens are out in the world, so that each dies with its attempt and not an hour later. */
export function createPushTokens(host: Pick<RepoHost, 'revoke'>) {
  const granted = new Map<TaskId, Set<string>>();
  return {
    granted: ({ id }: Task, { token }: RepoToken): void => {
      granted.set(id, (granted.get(id) ?? new Set()).add(token));
    },
    /** Those that are granted meanwhile, too. One that could not be revoked is still remembered. */
    revoke: async (id: TaskId): Promise<void> => {
      const tokens = granted.get(id) ?? new Set();
      for (const token of tokens) {
        await host.revoke(token);
        tokens.delete(token);
      }
      if (tokens.size === 0) granted.delete(id);
    },
  };
}
