import type { Moment } from '#shared/task/task.ts';
import type { Assignment, ContextAnswer } from '#shared/worker-api.ts';
import type { Bot } from '../bot.ts';
import type { Tell } from '../publisher.ts';
import type { Step } from '../step.ts';
import { keptWords } from './baseline.ts';
import { type Fitted, fit, type Piece } from './fit.ts';

/** What the agent is told of the task before it looks at a single file. */
export interface Brief {
  readonly request: string;
  readonly criteria?: string;
  /** What was asked for once an attempt had ended. */
  readonly followUps: readonly FollowUp[];
  /** What is known around it, as much as fits. */
  readonly context: Fitted;
  /** Who gathered most of it and when, where that was an earlier attempt. */
  readonly kept?: { readonly attempt: number; readonly ageMs: number };
}

type FollowUp = NonNullable<Assignment['request']['followUps']>[number];

interface Needs {
  readonly assignment: Pick<Assignment, 'request'>;
  readonly bot: Pick<Bot, 'context'>;
  readonly tell: Tell;
  readonly now: () => Moment;
  readonly deadlineMs: number;
}

const CONTEXT_TOKENS = 24_000;

/** Gathers what is asked and what helps to understand it, and says what it left out. */
export function hydrate({ assignment, bot, tell, now, deadlineMs }: Needs): Step<undefined, Brief> {
  return {
    name: 'hydrate',
    deadlineMs,
    async run(_, signal) {
      const { words, criteria, followUps = [] } = assignment.request;
      const answer = await bot.context(signal);
      const { kept } = answer;
      const context = fit(piecesOf(answer), CONTEXT_TOKENS);
      const told = { included: labels(context.included), omitted: [...context.omitted], ...(kept && { kept }) };
      tell({ type: 'context.gathered', ...told });
      const age = kept && { kept: { attempt: kept.attempt, ageMs: now() - kept.at } };
      return { request: words, ...(criteria && { criteria }), followUps, context, ...age };
    },
    gist: ({ context: { included, omitted }, kept }) =>
      [
        // Said first: what comes after may be long enough to be cut.
        ...(kept ? [keptWords(kept)] : []),
        labels(included).join(', ') || 'the request alone',
        ...(omitted.length > 0 ? [`left out ${omitted.length}`] : []),
      ].join('; '),
  };
}

/** In the order an agent reads them. Rules of the repository matter most, then what people said last. */
export function piecesOf({ files, thread, pullRequests, remarks = [] }: ContextAnswer): readonly Piece[] {
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
    ...remarks.map((remark, index) => ({
      label: `comment ${index + 1} on the pull request`,
      text: remarkText(remark),
      importance: 8 - ageShare(remarks.length - 1 - index, remarks.length),
    })),
  ];
}

function remarkText({ by, words, path, line, verdict }: NonNullable<ContextAnswer['remarks']>[number]): string {
  const where = path === undefined ? '' : ` on ${path}${line === undefined ? '' : `, line ${line}`}`;
  return `${by}${where}${verdict ? ` (${verdict})` : ''}: ${words}`;
}

/** 0 for the newest, nearly 1 for the oldest. */
const ageShare = (age: number, count: number): number => age / Math.max(1, count);

function importanceOf(path: string): number {
  if (/(?:agents|claude)\.md$/i.test(path)) return 6;
  return /contributing/i.test(path) ? 4 : 3;
}

const labels = (pieces: readonly Piece[]): string[] => pieces.map((piece) => piece.label);
