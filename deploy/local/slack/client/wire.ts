import * as z from 'zod';
import { TaskError, Whose } from '#shared/task/failure.ts';

const Refusal = z.object({ code: z.string(), words: z.string(), whose: Whose, remedy: z.string() });

/** Every answer of the client protocol. */
export const Reply = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), result: z.unknown().optional() }),
  z.object({ ok: z.literal(false), refusal: Refusal }),
]);
export type Reply = z.infer<typeof Reply>;

/** A refusal on its way to the other side. */
export function refused({ code, message: words, whose, remedy }: TaskError): Reply {
  return { ok: false, refusal: { code, words, whose, remedy } };
}

/** The result, or the refusal thrown again as it was on the other side. */
export function resultOf(reply: Reply): unknown {
  if (reply.ok) return reply.result;
  const { code, words, whose, remedy } = reply.refusal;
  throw new TaskError(code, words, { whose, remedy });
}
