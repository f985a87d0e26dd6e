import { TaskError } from '#shared/task/failure.ts';
import { clip } from '#shared/text/clip.ts';
import { oneLine } from '#shared/text/escape.ts';
import { Later } from './retry.ts';

/** What a model's address answered when it was not an answer. */
export interface Refusal {
  readonly status: number;
  readonly body: string;
  /** The header `Retry-After`, as it came. */
  readonly retryAfter?: string | undefined;
}

/** What a refusal comes to: something to try again, or words for whoever runs the bot. */
export function problemOf(model: string, refusal: Refusal, now: number): TaskError | Later {
  const { status } = refusal;
  const said = saidBy(refusal);
  if (status === 429) {
    const problem = transient('model_busy', `The model ${model} takes no more calls for now${said}`);
    return new Later(problem, waitAsked(refusal.retryAfter, now));
  }
  if (status === 408 || status >= 500)
    return new Later(
      transient('model_unavailable', `The model ${model} is not available (${status})${said}`),
      waitAsked(refusal.retryAfter, now),
    );
  if (status === 401 || status === 403)
    return ours('model_forbidden', `The model ${model} does not take our credentials (${status})${said}`, CREDENTIALS);
  if (status === 404) return ours('model_unknown', `There is no model ${model} at its address${said}`, ADDRESS);
  if (status === 413 || /context.{0,20}(length|window)|too many tokens/i.test(refusal.body))
    return ours('model_context_full', `The conversation is longer than ${model} can read${said}`, SMALLER);
  return ours('model_refused', `The model ${model} refused the request (${status})${said}`, ADDRESS);
}

export function unreachable(model: string, cause: unknown): Later {
  const why = cause instanceof Error ? innermost(cause) : String(cause);
  return new Later(transient('model_unreachable', `The model ${model} cannot be reached: ${oneLine(why)}.`, cause));
}

export function silent(model: string, afterMs: number): Later {
  return new Later(transient('model_silent', `The model ${model} gave no answer in ${Math.round(afterMs / 1000)} s.`));
}

export function unreadable(model: string, why: string): Later {
  return new Later(
    transient(
      'model_unreadable',
      `The model ${model} answered something that is no answer: ${clip(oneLine(why), 300)}`,
    ),
  );
}

const CREDENTIALS = 'Whoever runs this bot has to set BELLHOP_MODEL_KEY to a key that may use this model.';
const ADDRESS = 'Whoever runs this bot has to check BELLHOP_MODEL and BELLHOP_MODEL_URL.';
const SMALLER = 'Ask for something smaller, or have whoever runs this bot choose a model that reads more.';

function transient(code: string, words: string, cause?: unknown): TaskError {
  return new TaskError(code, words, { whose: 'transient', remedy: 'Retry in a while.', cause });
}

function ours(code: string, words: string, remedy: string): TaskError {
  return new TaskError(code, words, { whose: 'service', remedy });
}

/** Of a page of HTML nobody learns anything. */
function saidBy({ body }: Refusal): string {
  const words = oneLine(body).trim();
  return words === '' || words.startsWith('<') ? '.' : `. It said: ${clip(words, 300)}`;
}

/** Seconds, or a date. */
function waitAsked(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const seconds = Number(header);
  const waitMs = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now;
  return Number.isFinite(waitMs) ? Math.max(0, waitMs) : undefined;
}

function innermost(error: Error): string {
  return error.cause instanceof Error ? innermost(error.cause) : error.message;
}
