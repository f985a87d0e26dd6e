import * as z from 'zod';

const method = z.string().min(1).default('*').describe('a Web API method, or * for any');
const times = z.int().min(1).max(100_000).default(1);
const delayMs = z
  .int()
  .min(0)
  .max(10 * 60_000);
const of = z.enum(['events', 'all']).default('events');

/** Something that may go wrong between Slack and the app. Each is spent after `times` uses; rate limits stay until turned off. */
export const Fault = z.discriminatedUnion('kind', [
  // Web API calls
  z.strictObject({ kind: z.literal('fail'), method, error: z.string().min(1), times }),
  z.strictObject({ kind: z.literal('fail_http'), method, status: z.int().min(500).max(599), times }),
  z.strictObject({ kind: z.literal('rate_limited'), method, retryAfterSeconds: z.int().min(0).max(600), times }),
  z.strictObject({ kind: z.literal('answer_late'), method, delayMs, times }),
  z.strictObject({ kind: z.literal('lose_call'), method, times }),
  z.strictObject({ kind: z.literal('lose_answer'), method, times }),
  z.strictObject({ kind: z.literal('rate_limits'), on: z.boolean() }),
  // Payloads for the app
  z.strictObject({ kind: z.literal('repeat_deliveries'), of, copies: z.int().min(1).max(10).default(1), times }),
  z.strictObject({ kind: z.literal('delay_deliveries'), of, delayMs, times }),
  z.strictObject({
    kind: z.literal('shuffle_deliveries'),
    of,
    window: z.int().min(2).max(1_000),
    seed: z.int().default(1),
    times,
  }),
]);
export type Fault = z.infer<typeof Fault>;
export type FaultRequest = z.input<typeof Fault>;

export type CallFault = Extract<Fault, { method: string }>;
export type DeliveryFault = Extract<Fault, { of: string }>;
