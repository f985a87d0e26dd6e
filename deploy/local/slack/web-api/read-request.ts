import type { HonoRequest } from 'hono';
import type { ApiRequest } from './call.ts';

type Args = Readonly<Record<string, unknown>>;

/** The arguments that are structures: forms carry them as JSON text, and JSON bodies may too. */
const STRUCTURED = new Set(['blocks', 'attachments', 'metadata', 'view', 'files', 'file_ids']);

/** A call as Slack reads it: arguments from the query, a form or JSON, the token from the header or among the arguments. */
export async function readRequest(request: HonoRequest, method: string): Promise<ApiRequest | 'invalid_json'> {
  const body = await readBody(request);
  if (body === undefined) return 'invalid_json';
  const { token: given, ...args } = { ...request.query(), ...body };
  const bearer = /^Bearer (.+)$/i.exec(request.header('authorization') ?? '')?.[1];
  return { method, token: bearer ?? (typeof given === 'string' ? given : undefined), args: structured(args) };
}

async function readBody(request: HonoRequest): Promise<Args | undefined> {
  const type = request.header('content-type') ?? '';
  if (type.startsWith('application/json')) return asObject(parsed(await request.text()));
  if (type.startsWith('application/x-www-form-urlencoded')) {
    return Object.fromEntries(new URLSearchParams(await request.text()));
  }
  if (type.startsWith('multipart/form-data')) return Object.fromEntries(await request.formData());
  return {};
}

/** What cannot be read stays the text it is, to be refused by whoever needs a structure. */
function structured(args: Args): Args {
  const read = (value: unknown) => (typeof value === 'string' ? (parsed(value) ?? value) : value);
  return Object.fromEntries(
    Object.entries(args).map(([key, value]) => [key, STRUCTURED.has(key) ? read(value) : value]),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not an error of ours: the caller is told in Slack's own words.
    return undefined;
  }
}

function asObject(value: unknown): Args | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
}
