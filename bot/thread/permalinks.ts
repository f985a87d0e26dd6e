import type { TaskStore } from '#shared/ports.ts';
import type { Task } from '#shared/task/task.ts';
import type { ListedTask } from '../views/home.ts';

/** Adds the addresses of their threads to tasks. Slack would tell each one, for a call each; they follow a simple rule. */
export function createPermalinks(
  store: Pick<TaskStore, 'shown'>,
  workspaceUrl: string,
): (tasks: readonly Task[]) => Promise<readonly ListedTask[]> {
  return (tasks) =>
    Promise.all(
      tasks.map(async (task) => {
        const card = (await store.shown(task.id)).get('card');
        return card?.ts
          ? { task, permalink: `${workspaceUrl}archives/${card.channel}/p${card.ts.replace('.', '')}` }
          : { task };
      }),
    );
}
