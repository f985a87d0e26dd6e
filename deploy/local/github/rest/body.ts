import type { Context } from 'hono';
import type * as z from 'zod';
import { Refusal } from './refusal.ts';

/** The JSON of a request, held against its schema; no body counts as an empty object. */
export async function readJson<T>(context: Context, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(parseJson(await boundedText(context)));
  if (parsed.success) return parsed.data;
  const words = parsed.error.issues.map(
    ({ path, message }) => `For '${['properties', ...path].join('/')}', ${message}.`,
  );
  throw new Refusal(422, ['Invalid request.', ...words].join('\n\n'));
}

const LARGEST_BODY_BYTES = 1024 * 1024;

async function boundedText(context: Context): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of context.req.raw.body ?? []) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > LARGEST_BODY_BYTES) throw new Refusal(413, 'Payload Too Large', { headers: { connection: 'close' } });
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
