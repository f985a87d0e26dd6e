import * as z from 'zod';

/** The ceiling of any text object that has no tighter one of its own. */
export const TEXT_LIMIT = 3_000;

export const plainText = (limit: number = TEXT_LIMIT) =>
  z.strictObject({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(limit),
    emoji: z.boolean().optional(),
  });

const mrkdwn = (limit: number) =>
  z.strictObject({
    type: z.literal('mrkdwn'),
    text: z.string().min(1).max(limit),
    verbatim: z.boolean().optional(),
  });

/** Either kind of text object. */
export const textObject = (limit: number = TEXT_LIMIT) =>
  z.discriminatedUnion('type', [plainText(limit), mrkdwn(limit)]);

export const mrkdwnText = mrkdwn;
