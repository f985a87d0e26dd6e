import * as z from 'zod';
import { blockId, url } from './composition.ts';
import { richText } from './rich-text.ts';

const status = z.enum(['pending', 'in_progress', 'complete', 'error']);

const taskFields = {
  block_id: blockId,
  task_id: z.string().min(1).max(255),
  // Bare strings here and in the plan: Slack refuses text objects, whatever its field tables say.
  title: z.string().min(1),
  details: richText.optional(),
  output: richText.optional(),
  sources: z.array(z.strictObject({ type: z.literal('url'), url, text: z.string().min(1) })).optional(),
  status,
};

/** A plan and its task cards. Inside a plan a card may leave out its type. */
export const planBlocks = [
  z.strictObject({ type: z.literal('task_card'), ...taskFields }),
  z.strictObject({
    type: z.literal('plan'),
    block_id: blockId,
    title: z.string().min(1),
    status: status.optional(),
    tasks: z.array(z.strictObject({ type: z.literal('task_card').optional(), ...taskFields })).optional(),
  }),
] as const;
