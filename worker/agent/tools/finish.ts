import * as z from 'zod';
import { Account, Lesson } from '#shared/task/step.ts';
import { clip } from '#shared/text/clip.ts';
import { defineTool, type Tool } from './tool.ts';

const { summary, why, verify, risk, rollback } = Account.shape;
/** A long account is cut, not refused: the work is done and only its telling is too long. */
const told = (limit: z.ZodString) => z.string().transform((text) => clip(text, limit.maxLength ?? 0));
const MOST_LESSONS = 3;

const Input = z.object({
  summary: told(summary).describe('What was changed. Its first line becomes the title.'),
  why: told(why),
  verify: told(verify).describe('How a reviewer can see that it works.'),
  risk: told(risk),
  rollback: told(rollback),
  lessons: z
    .array(told(Lesson))
    .transform((given) => given.slice(0, MOST_LESSONS))
    .optional()
    .describe('Up to 3 facts that later tasks here should know.'),
});

export function finish(): Tool {
  return defineTool({
    name: 'finish',
    description: 'Says that the work is done. The checks run after it; nothing has to be committed.',
    input: Input,
    gist: (account) => account.summary,
    act: async (account) => ({ text: 'Thank you. The checks run now.', account }),
  });
}
