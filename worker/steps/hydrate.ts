import type { Moment } from '#shared/task/task.ts';
import type { Assignment, ContextAnswer } from '#shared/worker-api.ts';
import type { Bot } from '../bot.ts';
import type { Git } from '../git.ts';
import type { Tell } from '../publisher.ts';
import type { Step } from '../step.ts';
import { type RulesOnTheWay, rulesOnTheWay } from '../survey/rules-on-the-way.ts';
import { survey } from '../survey/survey.ts';
import type { Asked } from '../survey/vocabulary.ts';
import { keptWords } from './baseline.ts';
import type { Commits } from './bring.ts';
import { type Fitted, fit, type Piece } from './fit.ts';
import { IMPORTANCE, MOST_TOKENS } from './importance.ts';
import { memoryPieces } from './memory.ts';
import { surveyPieces, toldRules } from './survey-pieces.ts';

/** What the agent is told of the task before it looks at a single file. */
export interface Brief {
  readonly request: string;
  readonly criteria?: string;
  /** What was asked for once an attempt had ended. */
  readonly followUps: readonly FollowUp[];
  /** What is known around it, as much as fits. */
  readonly context: Fitted;
  /** What holds in folders the agent may get to. */
  readonly rules: RulesOnTheWay;
  /** Who gathered most of it and when, where that was an earlier attempt. */
  readonly kept?: { readonly attempt: number; readonly ageMs: number };
}

type FollowUp = NonNullable<Assignment['request']['followUps']>[number];

interface Needs {
  readonly assignment: Pick<Assignment, 'request'>;
  readonly bot: Pick<Bot, 'context'>;
  readonly git: Git;
  /** Waits until they are fetched. */
  readonly commits: (signal: AbortSignal) => Promise<Pick<Commits, 'base'>>;
  readonly tell: Tell;
  readonly now: () => Moment;
  readonly deadlineMs: number;
}

const CONTEXT_TOKENS = 24_000;

/** Gathers what is asked and what helps to understand it, and says what it left out. */
export function hydrate({ assignment, bot, git, commits, tell, now, deadlineMs }: Needs): Step<undefined, Brief> {
  return {
    name: 'hydrate',
    deadlineMs,
    async run(_, signal) {
      const { words, criteria, followUps = [] } = assignment.request;
      const [answer, { base }] = await Promise.all([bot.context(signal), commits(signal)]);
      const { kept } = answer;
      const titles = answer.titles ?? answer.pullRequests.map(({ title }) => title);
      const seen = await survey(git, { base, asked: askedIn(assignment.request, answer), titles }, signal);
      const found = memoryPieces(answer.memory, now());
      const context = fit([...surveyPieces(seen), ...piecesOf(answer), ...found], CONTEXT_TOKENS);
      const rules = rulesOnTheWay(git, seen.rules, toldRules(seen, context));
      const told = { included: labels(context.included), omitted: [...context.omitted], ...(kept && { kept }) };
      tell({ type: 'context.gathered', ...told });
      const age = kept && { kept: { attempt: kept.attempt, ageMs: now() - kept.at } };
      return { request: words, ...(criteria && { criteria }), followUps, context, rules, ...age };
    },
    gist: ({ context: { included, omitted }, kept }) =>
      [
        // Said first: what comes after may be long enough to be cut.
        ...(kept ? [keptWords(kept)] : []),
        some(labels(included), MOST_INCLUDED) || 'the request alone',
        ...(omitted.length > 0 ? [`left out: ${some(omitted, MOST_OMITTED)}`] : []),
      ].join('; '),
  };
}

/** So that both have room in one line. */
const MOST_INCLUDED = 8;
const MOST_OMITTED = 3;

function some(names: readonly string[], most: number): string {
  const more = names.length > most ? ` and ${names.length - most} more` : '';
  return `${names.slice(0, most).join(', ')}${more}`;
}

/** What people said, the request before what was said around it. */
function askedIn({ words, criteria = '', followUps = [] }: Assignment['request'], answer: ContextAnswer): Asked {
  const now = [words, criteria, ...followUps.map((each) => each.words)];
  const around = [...answer.thread, ...(answer.remarks ?? [])].map((each) => each.words);
  const paths = (answer.remarks ?? []).flatMap(({ path }) => path ?? []);
  return [...[...now, ...paths].map((text) => ({ text, weight: 2 })), ...around.map((text) => ({ text, weight: 1 }))];
}

/** In the order an agent reads them. Rules of the repository matter most, then what people said last. */
export function piecesOf({ files, thread, pullRequests, remarks = [] }: ContextAnswer): readonly Piece[] {
  return [
    ...files.map(({ path, text }) => ({ label: path, text, divisible: true, ...weightOf(path) })),
    ...pullRequests.map(({ number, title, body }, index) => ({
      label: `pull request #${number}`,
      text: `${title}\n\n${body}`,
      importance: IMPORTANCE.pullRequest - ageShare(index, pullRequests.length),
    })),
    ...thread.map((said, index) => ({
      label: `message ${index + 1} of the thread`,
      text: saidText(said),
      importance: IMPORTANCE.message - ageShare(thread.length - 1 - index, thread.length),
    })),
    ...remarks.map((remark, index) => ({
      label: `comment ${index + 1} on the pull request`,
      text: remarkText(remark),
      importance: IMPORTANCE.remark - ageShare(remarks.length - 1 - index, remarks.length),
    })),
  ];
}

function saidText({ by, words, when, isRequester }: ContextAnswer['thread'][number]): string {
  const known = [...(isRequester ? ['who asked for this'] : []), ...(when ? [when] : [])].join(', ');
  return `${by}${known ? ` (${known})` : ''}: ${words}`;
}

function remarkText({ by, words, path, line, verdict }: NonNullable<ContextAnswer['remarks']>[number]): string {
  const where = path === undefined ? '' : ` on ${path}${line === undefined ? '' : `, line ${line}`}`;
  return `${by}${where}${verdict ? ` (${verdict})` : ''}: ${words}`;
}

/** 0 for the newest, nearly 1 for the oldest. */
const ageShare = (age: number, count: number): number => age / Math.max(1, count);

function weightOf(path: string): Pick<Piece, 'importance' | 'mostTokens'> {
  if (/(?:agents|claude)\.md$/i.test(path)) return { importance: IMPORTANCE.rules, mostTokens: MOST_TOKENS.rules };
  const isContributing = /contributing/i.test(path);
  return { importance: isContributing ? IMPORTANCE.contributing : IMPORTANCE.readme, mostTokens: MOST_TOKENS.text };
}

const labels = (pieces: readonly Piece[]): string[] => pieces.map((piece) => piece.label);
