import type { Context } from 'hono';
import * as z from 'zod';
import { isTaskId, type TaskId } from '#shared/task/task.ts';
import { readJson } from '../body.ts';
import type { Logger } from '../log.ts';

/** Where a queue that pushes brings its work. */
export const DISPATCH_ROUTE = '/dispatch';

/** A queue that brings work to the bot, instead of being asked for it. */
export interface Pushed {
  /** Rejects whoever is not the queue. */
  verify(authorization: string | undefined): Promise<void>;
  /** Rejects when the work is to be brought again. */
  deliver(work: { readonly task: TaskId; readonly attempt: number }): Promise<void>;
}

const Work = z.object({
  task: z.custom<TaskId>((id) => typeof id === 'string' && isTaskId(id)),
  attempt: z.int().positive(),
});

/** Takes what the queue brought. All that is refused comes again: so what nobody will ever understand is told to us, and let go. */
export async function takeWork(context: Context, { deliver }: Pushed, log: Logger): Promise<void> {
  const work = await readJson(context, Work).catch((error: unknown) => log.error('dispatch.malformed', error));
  if (work) await deliver(work);
}
