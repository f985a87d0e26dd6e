import type { CodedError } from '@slack/bolt';
import * as z from 'zod';
import { TaskError, toFailure } from '#shared/task/failure.ts';
import { problem } from '../views/messages.ts';
import type { Intake } from './intake.ts';
import { tell } from './tell.ts';

/**
 * Where whatever no listener expected ends: it is logged whole and told to the person in words. It is thrown again, so
 * that a held ack is not sent and Slack delivers once more.
 */
export const sorry =
  ({ log, interactive }: Pick<Intake, 'log' | 'interactive'>) =>
  async ({ error, body }: { error: CodedError; body: object }): Promise<void> => {
    const cause = error.original ?? error;
    if (!(cause instanceof TaskError)) log.error('intake.failed', cause);
    const where = whereFrom(body);
    if (where)
      await tell(interactive, where, problem(toFailure(cause))).catch((failed: unknown) =>
        log.error('sorry.failed', failed),
      );
    throw error;
  };

const Somebody = z.object({ id: z.string() });
/** Where the person is, in every kind of payload Slack sends. */
const Body = z.object({
  user: Somebody.optional(),
  user_id: z.string().optional(),
  channel: Somebody.optional(),
  channel_id: z.string().optional(),
  event: z.object({ user: z.string(), channel: z.string(), thread_ts: z.string() }).partial().optional(),
});

function whereFrom(payload: object): Parameters<typeof tell>[1] | undefined {
  const body = Body.safeParse(payload).data;
  const user = body?.user?.id ?? body?.user_id ?? body?.event?.user;
  const channel = body?.channel?.id ?? body?.channel_id ?? body?.event?.channel;
  const thread = body?.event?.thread_ts;
  return user === undefined ? undefined : { user, ...(channel && { channel }), ...(thread && { thread }) };
}
