import type { Assignment, ContextAnswer } from '#shared/worker-api.ts';
import type { Bot } from '../bot.ts';
import type { Tell } from '../publisher.ts';
import type { Step } from '../step.ts';
import { type Fitted, fit, type Piece } from './fit.ts';

/** What the agent is told of the task before it looks at a single file. */
export interface Brief {
  readonly request: string;
  readonly criteria?: string;
  /** What is known around it, as much as fits. */
  readonly context: Fitted;
}

interface Needs {
  readonly assignment: Pick<Assignment, 'request'>;
  readonly bot: Pick<Bot, 'context'>;
  readonly tell: Tell;
  readonly deadlineMs: number;
}

const CONTEXT_TOKENS = 24_000;

/** Gathers what is asked and what helps to understand it, and says what it left out. */
export function hydrate({ assignment, bot, tell, deadlineMs }: Needs): Step<undefined, Brief> {
  return {
    name: 'hydrate',
    deadlineMs,
    async run(_, signal) {
      const { words, criteria } = assignment.request;
      const context = fit(piecesOf(await bot.context(signal)), CONTEXT_TOKENS);
      tell({ type: 'context.gathered', included: labels(context.included), omitted: [...context.omitted] });
      return { request: words, ...(criteria && { criteria }), context };
    },
    gist: ({ context: { included, omitted } }) =>
      `${labels(included).join(', ') || 'the request alone'}${omitted.length > 0 ? `; left out ${omitted.length}` : ''}`,
  };
}

/** In the order an agent reads them. Rules of the repository matter most, then what people said last. */
export function piecesOf({ files, thread, pullRequests }: ContextAnswer): readonly Piece[] {
  return [
    ...files.map(({ path, text }) => ({ label: path, text, importance: importanceOf(path), divisible: true })),
    ...pullRequests.map(({ number, title, body }, index) => ({
      label: `pull request #${number}`,
      text: `${title}\n\n${body}`,
      importance: 2 - ageShare(index, pullRequests.length),
    })),
    ...thread.map(({ by, words }, index) => ({
      label: `message ${index + 1} of the thread`,
      text: `${by}: ${words}`,
      importance: 5 - ageShare(thread.length - 1 - index, thread.length),
    })),
  ];
}

/** 0 for the newest, nearly 1 for the oldest. */
const ageShare = (age: number, count: number): number => age / Math.max(1, count);

function importanceOf(path: string): number {
  if (/(?:agents|claude)\.md$/i.test(path)) return 6;
  return /contributing/i.test(path) ? 4 : 3;
}

const labels = (pieces: readonly Piece[]): string[] => pieces.map((piece) => piece.label);
