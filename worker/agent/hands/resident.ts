import { readFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import type { Limits, Result, Sandbox } from '../../sandbox/sandbox.ts';
import { toolProblem } from '../tools/tool.ts';
import { endOf } from './ending.ts';

/** A process in the sandbox that stays, and answers one question after the other. */
export interface Resident {
  /** What it says, which nobody has checked. A question without an answer is a problem, and ends the process. */
  ask(question: object, signal: AbortSignal): Promise<object>;
}

/** Starts at once, so that the first question finds it awake, and again when it has died. */
export function openResident(sandbox: Pick<Sandbox, 'run'>, limits: Limits, program = ourProgram()): Resident {
  let living = live(sandbox, limits, program);
  let asked = 0;
  return {
    async ask(question, signal) {
      signal.throwIfAborted();
      if (living.hasEnded()) living = live(sandbox, limits, program);
      const id = ++asked;
      const timeIsUp = AbortSignal.timeout(limits.wallMs);
      const said = await living.exchange(JSON.stringify({ id, ...question }), AbortSignal.any([signal, timeIsUp]));
      signal.throwIfAborted();
      if (typeof said !== 'string') throw gone(timeIsUp.aborted ? { ...said, stopped: 'timeout' } : said);
      const answer = parsed(said);
      if (answer?.id === id) return answer;
      living.stop();
      throw toolProblem('The files answered nonsense.', AGAIN);
    },
  };
}

interface Living {
  /** A line for a line; or how the process ended instead, as it does on `until`. */
  exchange(line: string, until: AbortSignal): Promise<string | Result>;
  hasEnded(): boolean;
  stop(): void;
}

const ourProgram = (): string => readFileSync(new URL('inside.mjs', import.meta.url), 'utf8');

const FOR_GOOD = { wallMs: 2 ** 31 - 1, outputBytes: Number.MAX_SAFE_INTEGER };
/** No honest answer is longer. */
const MOST_CHARACTERS = 8 * 1024 * 1024;

function live(sandbox: Pick<Sandbox, 'run'>, limits: Limits, program: string): Living {
  const end = new AbortController();
  const stop = () => end.abort();
  const input = new PassThrough();
  let heard = '';
  let answered: (line: string) => void = stop;
  let hasEnded = false;

  function hear(text: string): void {
    heard += text;
    const length = heard.indexOf('\n');
    if (length >= 0) answered(heard.slice(0, length));
    else if (heard.length > MOST_CHARACTERS) stop();
  }

  const result = sandbox
    .run({
      argv: ['node', '--input-type=module', '--eval', program],
      input,
      network: 'none',
      limits: { ...limits, ...FOR_GOOD },
      logFile: '/dev/null',
      onOutput: hear,
      signal: end.signal,
    })
    .finally(() => {
      hasEnded = true;
    });
  // Whoever asks next hears of it.
  result.catch(() => undefined);

  return {
    async exchange(line, until) {
      const answer = Promise.withResolvers<string>();
      heard = '';
      answered = answer.resolve;
      until.addEventListener('abort', stop, { once: true });
      input.write(`${line}\n`);
      const said = await Promise.race([answer.promise, result]);
      until.removeEventListener('abort', stop);
      return said;
    },
    hasEnded: () => hasEnded || end.signal.aborted,
    stop,
  };
}

const AGAIN = 'Try again, or do it with bash.';

function gone(result: Result) {
  return toolProblem(endOf(result), AGAIN);
}

function parsed(line: string): { readonly id?: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    // Nonsense, and told as that.
    return undefined;
  }
}
