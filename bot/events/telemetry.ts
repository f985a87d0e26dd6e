import type { Telemetry } from '#shared/task/events.ts';
import { hasEnded, type Moment, type Task, type TaskId, taskId } from '#shared/task/task.ts';

/** Latest-only news of running attempts. Lost with the process, and nothing is wrong then. */
export interface TelemetryBoard {
  heard(news: Telemetry): void;
  /** News of the current attempt, while it runs. */
  latest(task: Task): Telemetry | undefined;
}

/** News alone redraws a thread this often at the most; what changes the record takes the newest along anyway. */
const REDRAW_MS = 3_000;

export function createTelemetryBoard(changed: (task: TaskId) => void, now: () => Moment): TelemetryBoard {
  const board = new Map<string, { news: Telemetry; redrawnAt: Moment }>();
  return {
    heard: (news) => {
      const before = board.get(news.task);
      if (before && (before.news.attempt > news.attempt || before.news.at > news.at)) return;
      const isDue = before === undefined || now() - before.redrawnAt >= REDRAW_MS;
      board.set(news.task, { news, redrawnAt: isDue ? now() : before.redrawnAt });
      if (isDue) changed(taskId(news.task));
    },
    latest: (task) => {
      const news = board.get(task.id)?.news;
      if (hasEnded(task)) board.delete(task.id);
      return news?.attempt === task.attempt && !hasEnded(task) ? news : undefined;
    },
  };
}
