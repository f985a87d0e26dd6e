import { createHash } from 'node:crypto';
import type * as z from 'zod';
import { TaskError } from '#shared/task/failure.ts';
import type { Redact } from '#shared/text/redact.ts';
import {
  ARTIFACT_BYTES,
  Assignment,
  BaselineAnswer,
  type ClaimRequest,
  ContextAnswer,
  HoldAnswer,
  type HoldRequest,
  PlaceAnswer,
  Refusal,
  ROUTES,
  TokenAnswer,
} from '#shared/worker-api.ts';
import { exchange } from './http.ts';
import { patiently, Unreachable } from './patience.ts';

/** The bot, as the worker of one attempt may use it. While it is away every call waits for it, until its signal. */
export interface Bot {
  hold(heard: HoldRequest, signal: AbortSignal): Promise<HoldAnswer>;
  context(signal: AbortSignal): Promise<ContextAnswer>;
  /** The runs of the baseline that was offered, as they were stored. */
  baseline(signal: AbortSignal): Promise<string | undefined>;
  /** A token that reads the task's repository. */
  token(signal: AbortSignal): Promise<string>;
  /** A token that pushes one proved commit. */
  pushToken(head: string, signal: AbortSignal): Promise<string>;
  /** Stores a file of the attempt; a text without the secrets that may be in it. Gives the sha256 of what was stored. */
  upload(file: string, content: string | Uint8Array<ArrayBuffer>, signal: AbortSignal): Promise<string>;
}

/** The bot understood, and said no: the attempt has no such right, or is over. */
export class Refused extends TaskError {}

const ANSWER_MS = 30_000;

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
    baseline: async (signal) => (await post(ROUTES.baseline, {}, BaselineAnswer, signal)).text,
    token: async (signal) => (await post(ROUTES.token, {}, TokenAnswer, signal)).token,
    pushToken: async (head, signal) => (await post(ROUTES.push, { head }, TokenAnswer, signal)).token,
    async upload(file, content, signal) {
      const bytes = typeof content === 'string' ? beginningOf(redact(content)) : content;
      // A new place each time: the PUT before may have used its own up, and only its answer was lost.
      await patiently(
        async () => {
          const place = await post(ROUTES.place, { file }, PlaceAnswer, signal);
          await send({ ...place, to: `The PUT of ${file}`, method: 'PUT', body: bytes, signal });
        },
        { signal },
      );
      return createHash('sha256').update(bytes).digest('hex');
    },
  };
}

/** As much as is stored, without half a character at its end. */
function beginningOf(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length <= ARTIFACT_BYTES) return bytes;
  return bytes.subarray(0, new TextEncoder().encodeInto(text, bytes.subarray(0, ARTIFACT_BYTES)).written);
}

interface Question {
  readonly route: string;
  /** The right to call. */
  readonly bearer: string;
  readonly signal: AbortSignal;
  readonly body: unknown;
}

async function ask<T>(botUrl: string, question: Question, schema: z.ZodType<T>): Promise<T> {
  const { route, bearer, body, signal } = question;
  const call: Call = {
    url: new URL(route, botUrl).href,
    to: route,
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
    body: JSON.stringify(body),
    signal,
  };
  const answer = schema.safeParse(parseJson(await patiently(() => send(call), { signal })));
  if (answer.success) return answer.data;
  throw new TaskError('bot_misunderstood', `The bot's answer to ${route} makes no sense to this worker.`, {
    whose: 'service',
    remedy: 'Bot and worker are of different versions; deploy them together.',
    cause: answer.error,
  });
}

interface Call {
  readonly url: string;
  /** What was called, for the words of a failure: an address may hold a right. */
  readonly to: string;
  readonly method: 'POST' | 'PUT';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer>;
  readonly signal: AbortSignal;
}

/** Timed out, used up, too many: what is over when it is asked anew. */
const PASSING = new Set([408, 412, 429]);

async function send(call: Call): Promise<string> {
  const signal = AbortSignal.any([call.signal, AbortSignal.timeout(ANSWER_MS)]);
  const { status, body } = await exchange({ ...call, signal }).catch((cause) => unreachable(call, cause));
  if (status >= 200 && status < 300) return body;
  if (status >= 500 || isElsewhere(status) || PASSING.has(status)) return unreachable(call, `status ${status}`);
  throw refusal(call.to, status, body);
}

/** Only what stands between us and the bot, and is not meant to for long, points somewhere else. */
const isElsewhere = (status: number): boolean => status >= 300 && status < 400;

/** What broke on the way may be tried again; what was asked to stop may not. */
function unreachable({ to, signal }: Call, cause: unknown): never {
  signal.throwIfAborted();
  throw new Unreachable(`${to} was not answered.`, cause);
}

function refusal(to: string, status: number, text: string): Refused {
  const said = Refusal.safeParse(parseJson(text)).data;
  const { code, words, remedy } = said ?? {
    code: 'bot_refused',
    words: `${to} was refused with status ${status}.`,
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
