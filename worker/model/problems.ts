import { TaskError } from '#shared/task/failure.ts';
import { clip } from '#shared/text/clip.ts';
import { oneLine } from '#shared/text/escape.ts';
import { Later } from './retry.ts';

/** Who is asked, and what whoever runs this bot has to do about it. */
export interface Provider {
  readonly model: string;
  /** When our credentials are not taken: “set … to …”. */
  readonly credentials: string;
  /** When there is no such model, or it makes nothing of what we send. */
  readonly address: string;
}

/** What a model's address answered when it was not an answer. */
export interface Refusal {
  readonly status: number;
  readonly body: string;
  /** The header `Retry-After`, as it came. */
  readonly retryAfter?: string | undefined;
}

/** What a refusal comes to: something to try again, or words for whoever runs the bot. */
export function problemOf(provider: Provider, refusal: Refusal, now: number): TaskError | Later {
  const { status, body } = refusal;
  const { model } = provider;
  const said = saidBy(body);
  const passing = (code: string, words: string) =>
    new Later(transient(code, `${words}${said}`), waitAsked(refusal, now));
  const lasting = (code: string, words: string, remedy: string) => ours(code, `${words}${said}`, remedy);
  if (status === 429) return passing('model_busy', `The model ${model} takes no more calls for now`);
  if (status === 408 || status >= 500)
    return passing('model_unavailable', `The model ${model} is not available (${status})`);
  if (status === 401 || status === 403 || KEY_REFUSED.test(body))
    return lasting(
      'model_forbidden',
      `The model ${model} does not take our credentials (${status})`,
      byUs(provider.credentials),
    );
  if (status === 404)
    return lasting('model_unknown', `There is no model ${model} at its address`, byUs(provider.address));
  if (status === 413 || TOO_LONG.test(body))
    return lasting('model_context_full', `The conversation is longer than ${model} can read`, SMALLER);
  if (FILTERED.test(body)) return blocked(provider, said);
  return lasting('model_refused', `The model ${model} refused the request (${status})`, byUs(provider.address));
}

/** Gemini says so with a 400. */
const KEY_REFUSED = /API_KEY_INVALID|API key not valid/;
const TOO_LONG = /context.{0,20}(length|window)|too many tokens|token count.{0,40}exceeds/i;
const FILTERED = /content_filter|content_policy/;

export function unreachable({ model }: Provider, cause: unknown): Later {
  const why = oneLine(innermost(cause).message);
  return new Later(transient('model_unreachable', `The model ${model} cannot be reached: ${why}.`, cause));
}

export function silent({ model }: Provider, afterMs: number): Later {
  return new Later(transient('model_silent', `The model ${model} gave no answer in ${Math.round(afterMs / 1000)} s.`));
}

export function unreadable({ model }: Provider, why: string): Later {
  return new Later(
    transient(
      'model_unreadable',
      `The model ${model} answered something that is no answer: ${clip(oneLine(why), 300)}`,
    ),
  );
}

/** Something answered in place of the model: a page of some proxy, most likely. */
export function notAvailable({ model }: Provider, cause: unknown): Later {
  return new Later(
    transient('model_unavailable', `The model ${model} is not available: a page came in place of an answer.`, cause),
  );
}

/** The provider reads the conversation and wants nothing to do with it. */
export function blocked({ model }: Provider, said: string): TaskError {
  return new TaskError('model_blocked', `The provider of ${model} blocks this conversation${said}`, {
    whose: 'yours',
    remedy: 'Ask in other words, and leave out what a filter may take for something else.',
  });
}

/** What went wrong while credentials were looked for, or exchanged for a token. */
export function withoutCredentials(provider: Provider, cause: unknown): TaskError | Later {
  const { message, code, status } = innermost(cause);
  const passes = NETWORK.some((passing) => passing === code) || Number(status) === 429 || Number(status) >= 500;
  if (passes) return unreachable(provider, cause);
  const words = `There are no credentials for the model ${provider.model} that work: ${clip(oneLine(message), 300)}`;
  return ours('model_forbidden', words, byUs(provider.credentials), cause);
}

const NETWORK = ['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EPIPE'];
const SMALLER = 'Ask for something smaller, or have whoever runs this bot choose a model that reads more.';

const byUs = (what: string): string => `Whoever runs this bot has to ${what}.`;

function transient(code: string, words: string, cause?: unknown): TaskError {
  return new TaskError(code, words, { whose: 'transient', remedy: 'Retry in a while.', cause });
}

function ours(code: string, words: string, remedy: string, cause?: unknown): TaskError {
  return new TaskError(code, words, { whose: 'service', remedy, cause });
}

/** The message of an error in JSON, or the whole. Of a page of HTML nobody learns anything. */
function saidBy(body: string): string {
  const [, quoted] = /"message"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(body) ?? [];
  const words = oneLine(quoted ? unquoted(quoted) : body).trim();
  return words === '' || words.startsWith('<') ? '.' : `. It said: ${clip(words, 300)}`;
}

function unquoted(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    // Nearly JSON is still worth reading.
    return text;
  }
}

/** Seconds or a date in the header, or seconds in the body, where Google's APIs say it. */
function waitAsked({ retryAfter, body }: Refusal, now: number): number | undefined {
  const [, delay] = /"retryDelay"\s*:\s*"(\d+(?:\.\d+)?)s"/.exec(body) ?? [];
  const said = retryAfter ?? delay;
  if (said === undefined) return undefined;
  const seconds = Number(said);
  const waitMs = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(said) - now;
  return Number.isFinite(waitMs) ? Math.max(0, waitMs) : undefined;
}

interface Inside {
  readonly message: string;
  readonly code?: unknown;
  readonly status?: unknown;
}

function innermost(error: unknown): Inside {
  if (!(error instanceof Error)) return { message: String(error) };
  return error.cause instanceof Error ? innermost(error.cause) : error;
}
