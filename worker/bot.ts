import type * as z from 'zod';
import { TaskError } from '#shared/task/failure.ts';
import type { Redact } from '#shared/text/redact.ts';
import {
  Assignment,
  type ClaimRequest,
  ContextAnswer,
  HoldAnswer,
  type HoldRequest,
  Refusal,
  ROUTES,
  TokenAnswer,
} from '#shared/worker-api.ts';
import { patiently, Unreachable } from './patience.ts';

/** The bot, as the worker of one attempt may use it. While it is away every call waits for it, until its signal. */
export interface Bot {
  hold(heard: HoldRequest, signal: AbortSignal): Promise<HoldAnswer>;
  context(signal: AbortSignal): Promise<ContextAnswer>;
  /** A token that reads the task's repository. */
  token(signal: AbortSignal): Promise<string>;
  /** A token that pushes one proved commit. */
  pushToken(head: string, signal: AbortSignal): Promise<string>;
  /** Stores a file of the attempt, without the secrets that may be in it. */
  upload(file: string, text: string, signal: AbortSignal): Promise<void>;
}

/** The bot understood, and said no: the attempt has no such right, or is over. */
export class Refused extends TaskError {}

const ANSWER_MS = 30_000;
/** Of a file longer than this the beginning is stored. */
const MOST_BYTES = 16 * 1024 * 1024;

/** Turns the capability into an assignment. Asking again with the same nonce gives the same one. */
export async function claim(
  botUrl: string,
  { capability, ...body }: ClaimRequest & { readonly capability: string },
  signal: AbortSignal,
): Promise<Assignment> {
  return ask(botUrl, { route: ROUTES.claim, body, bearer: capability, signal }, Assignment);
}

export function connectBot(botUrl: string, session: string, redact: Redact): Bot {
  const post = <T>(route: string, body: unknown, schema: z.ZodType<T>, signal: AbortSignal): Promise<T> =>
    ask(botUrl, { route, body, bearer: session, signal }, schema);
  return {
    hold: (heard, signal) => post(ROUTES.hold, heard, HoldAnswer, signal),
    context: (signal) => post(ROUTES.context, {}, ContextAnswer, signal),
    token: async (signal) => (await post(ROUTES.token, {}, TokenAnswer, signal)).token,
    pushToken: async (head, signal) => (await post(ROUTES.push, { head }, TokenAnswer, signal)).token,
    async upload(file, text, signal) {
      const bytes = new TextEncoder().encode(redact(text)).subarray(0, MOST_BYTES);
      const route = ROUTES.artifact.replace(':file', encodeURIComponent(file));
      await patiently(() => send(botUrl, { route, bytes, bearer: session, signal }), { signal });
    },
  };
}

interface Call {
  readonly route: string;
  /** The right to call. */
  readonly bearer: string;
  readonly signal: AbortSignal;
  readonly body?: unknown;
  /** Sent as they are, instead of a body of JSON. */
  readonly bytes?: Uint8Array<ArrayBuffer>;
}

async function ask<T>(botUrl: string, call: Call, schema: z.ZodType<T>): Promise<T> {
  const text = await patiently(() => send(botUrl, call), { signal: call.signal });
  const answer = schema.safeParse(parseJson(text));
  if (answer.success) return answer.data;
  throw new TaskError('bot_misunderstood', `The bot's answer to ${call.route} makes no sense to this worker.`, {
    whose: 'service',
    remedy: 'Bot and worker are of different versions; deploy them together.',
    cause: answer.error,
  });
}

async function send(botUrl: string, call: Call): Promise<string> {
  const response = await reach(new URL(call.route, botUrl), call);
  const text = await response.text().catch((cause) => unreachable(call, cause));
  if (response.ok) return text;
  if (response.status >= 500 || response.status === 408 || response.status === 429) {
    return unreachable(call, `status ${response.status}`);
  }
  throw refusal(call.route, response.status, text);
}

async function reach(url: URL, call: Call): Promise<Response> {
  const { bearer, body, bytes, signal } = call;
  const headers = {
    'content-type': bytes ? 'application/octet-stream' : 'application/json',
    authorization: `Bearer ${bearer}`,
  };
  return fetch(url, {
    method: bytes ? 'PUT' : 'POST',
    headers,
    body: bytes ?? JSON.stringify(body),
    signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]),
    redirect: 'error',
  }).catch((cause) => unreachable(call, cause));
}

/** What broke on the way may be tried again; what was asked to stop may not. */
function unreachable({ route, signal }: Call, cause: unknown): never {
  signal.throwIfAborted();
  throw new Unreachable(`The bot did not answer ${route}.`, cause);
}

function refusal(route: string, status: number, text: string): Refused {
  const said = Refusal.safeParse(parseJson(text)).data;
  const { code, words, remedy } = said ?? {
    code: 'bot_refused',
    words: `The bot refused ${route} with status ${status}.`,
    remedy: 'Retry once; if it happens again, send the task id to whoever runs this bot.',
  };
  return new Refused(code, words, { whose: 'service', remedy });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON fits no schema: the caller says so in words.
    return undefined;
  }
}
