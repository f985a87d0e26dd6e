import { oneLine, plain } from '../text/escape.ts';
import { HIDDEN, type Redact, redactor } from '../text/redact.ts';
import { hasPassed } from './compare.ts';
import type { CheckRun } from './evidence.ts';
import { KINDS, MemoryRecord, type Provenance, recordOf } from './memory.ts';
import { askerOf, hasEnded, type Task, type Work } from './task.ts';

/** What an ended attempt teaches about its repository: what the platform saw in it, and what its agent says if it succeeded. */
export function learned(task: Task, redact?: Redact): readonly MemoryRecord[] {
  if (!hasEnded(task)) return [];
  const { repository } = task.request;
  const at = (commit: string): Provenance => ({
    ...{ task: task.id, attempt: task.attempt, commit, askedBy: askerOf(task).id, at: task.startedAt },
    ...(task.pullRequest && { pullRequest: task.pullRequest.number }),
  });
  const lessons =
    task.status === 'succeeded' ? lessonsOf(task.work).map((words) => ({ words, commit: task.evidence.head })) : [];
  return [
    ...lessons.map(({ words, commit }) => recordOf(repository, { kind: 'lesson', words }, at(commit))),
    ...flakyTests(task).map(({ check, test, commit }) =>
      recordOf(repository, { kind: 'flaky_test', check, test }, at(commit)),
    ),
    ...workingChecks(task).map(({ name, command, tookMs, commit }) =>
      recordOf(repository, { kind: 'check_worked', name, command, tookMs }, at(commit)),
    ),
  ].filter((record) => isFit(record, redact));
}

/**
 * What the agent wants the next one to know. Its word is taken only where the attempt succeeded and its evidence is not
 * red: whoever misjudged this change would pass the misjudgement on to every later one.
 */
export function lessonsOf({ change, evidence }: Pick<Work, 'change' | 'evidence'>): readonly string[] {
  if (!evidence || evidence.verdict === 'red') return [];
  const lessons = (change?.account.lessons ?? []).map((words) => words.replace(/\s+/g, ' ').trim());
  return [...new Set(lessons)].filter(isHarmless);
}

function flakyTests({ work: { evidence } }: Task) {
  const flaky = evidence?.flaky?.slice(0, KINDS.flaky_test.most) ?? [];
  return flaky.map(({ check, test, at }) => ({ check, test, commit: evidence?.[at] ?? '' }));
}

/** At base where it passed there: nothing the agent did has any part in that. */
function workingChecks({ work: { baseline = [], evidence } }: Task): readonly CheckRun[] {
  const runs = [...(evidence?.before ?? baseline), ...(evidence?.after ?? [])].filter(hasPassed);
  const byName = new Map(runs.toReversed().map((run) => [run.name, run]));
  return [...byName.values()].slice(0, KINDS.check_worked.most);
}

const hideWhatLooksSecret = redactor([]);

/** Whether a record may be stored: nothing of it looks like a secret, or was one, and all of it can be seen. */
export function isFit(record: MemoryRecord, redact: Redact = hideWhatLooksSecret): boolean {
  const texts = textsOf(record);
  const isClean = (text: string): boolean =>
    text !== '' && oneLine(text) === text && redact(text) === text && !text.includes(HIDDEN);
  return MemoryRecord.safeParse(record).success && texts.every(isClean);
}

function textsOf(record: MemoryRecord): readonly string[] {
  switch (record.kind) {
    case 'lesson':
      return [record.words];
    case 'flaky_test':
      return [record.check, record.test];
    case 'check_worked':
      return [record.name, record.command];
    default:
      return record satisfies never;
  }
}

/**
 * Words of an agent that call nobody, lead nowhere and end no quotation they may stand in. In code `@` is part of a name,
 * and calls nobody.
 */
const isHarmless = (words: string): boolean =>
  plain(words) === words && !LINK.test(words) && !MARKUP.test(words) && !MENTION.test(words.replace(/`[^`]*`/g, ''));

const LINK = /\b(?:[a-z][a-z0-9+.-]*:\/\/|www\.|mailto:)|\]\(/i;
/** The end of a quotation, and what Slack makes mentions of. */
const MARKUP = /<[/!@#]/;
const MENTION = /(?<![\w.])@\w/;
