import type { Context } from 'hono';
import type * as z from 'zod';
import { TaskError } from '#shared/task/failure.ts';
import { atMost } from './at-most.ts';

const SMALL = atMost(64 * 1024);

/** What a caller says, read and checked. To be called once it is known who says it. */
export async function readJson<T extends z.ZodType>(context: Context, schema: T): Promise<z.infer<T>> {
  await SMALL(context, async () => {});
  const parsed = schema.safeParse(await context.req.json().catch(() => undefined));
  if (parsed.success) return parsed.data;
  throw new TaskError('request_malformed', 'The request is not what this route takes.', {
    whose: 'service',
    remedy: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '),
  });
}
