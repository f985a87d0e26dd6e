import type { Context } from 'hono';
import type * as z from 'zod';
import { Refusal } from './refusal.ts';

/** The JSON of a request, held against its schema; no body counts as an empty object. */
export async function readJson<T>(context: Context, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(parseJson(await bodyText(context, LARGEST_BODY_BYTES)));
  if (parsed.success) return parsed.data;
  const words = parsed.error.issues.map(
    ({ path, message }) => `For '${['properties', ...path].join('/')}', ${message}.`,
  );
  throw new Refusal(422, ['Invalid request.', ...words].join('\n\n'));
}

const LARGEST_BODY_BYTES = 1024 * 1024;

/** The text of a request's body, which may not be longer than this. */
export async function bodyText(context: Context, mostBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of context.req.raw.body ?? []) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > mostBytes) throw new Refusal(413, 'Payload Too Large', { headers: { connection: 'close' } });
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, 'Problems parsing JSON');
  }
}
