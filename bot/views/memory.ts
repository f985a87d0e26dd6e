import type { ActionsBlock, Button, ConfirmationDialog, KnownBlock } from '@slack/types';
import { ALL, findingWords, type MemoryKind, type MemoryRecord } from '#shared/task/memory.ts';
import type { Moment } from '#shared/task/task.ts';
import { oneLine } from '#shared/text/escape.ts';
import { actionId, forgetValue } from './actions.ts';
import { age, count, shortCommit } from './amounts.ts';
import { buttonRow, context, plainText, section } from './blocks.ts';
import { fit } from './fit.ts';
import { type Message, message, say } from './message.ts';
import { askable } from './repositories.ts';
import { bold, code, lines, richText } from './rich-text.ts';
import { nameOf } from './subject.ts';

interface Known {
  readonly repository: string;
  readonly records: readonly MemoryRecord[];
  readonly now: Moment;
  /** What people are called, by their ids. */
  readonly names: ReadonlyMap<string, string>;
  /** What was just done about it. */
  readonly said?: string;
}

const GROUPS: readonly (readonly [MemoryKind, string])[] = [
  ['lesson', 'What agents say is worth knowing'],
  ['flaky_test', 'Flaky tests'],
  ['check_worked', 'Checks that passed'],
];

/** What is remembered of one repository, each record with where it is from and the button that takes it out. */
export function memoryOf(known: Known): Message {
  const { repository, records, said } = known;
  const sentence = `I remember ${count(records.length, 'thing')} about ${fit(oneLine(repository), 140)}.`;
  const shown = fitting(GROUPS.flatMap(([kind]) => records.filter((record) => record.kind === kind)));
  const more = records.length - shown.length;
  return message([...(said === undefined ? [] : [said]), sentence].join(' '), [
    richText(lines(...(said === undefined ? [] : [[said]]), [bold(sentence)], [records.length > 0 ? TOLD : NOTHING])),
    ...GROUPS.flatMap(([kind, title]) =>
      group(
        title,
        shown.filter((record) => record.kind === kind),
        known,
      ),
    ),
    ...(more > 0 ? [context([`and ${more} more, found longer ago`])] : []),
    ...(records.length > 1 ? forgetAll(repository, records.length) : []),
  ]);
}

const TOLD = 'The agent of the next task is told of it, as something that may be out of date. It decides nothing.';
const NOTHING = 'What an attempt finds out is kept once it has ended.';

/** Of the 9,000 characters that a message surely takes, with room for headings; and of its fifty blocks. */
const CHARACTERS = 8_000;
const MOST_SHOWN = 20;
const WORDS = 300;
/** Where it is from, the button and its question. */
const AROUND = 220;

function fitting(records: readonly MemoryRecord[]): readonly MemoryRecord[] {
  let left = CHARACTERS;
  const tooLong = records.findIndex((record) => {
    left -= Math.min(findingWords(record).length, WORDS) + AROUND;
    return left < 0;
  });
  return records.slice(0, Math.min(MOST_SHOWN, tooLong < 0 ? records.length : tooLong));
}

function group(title: string, records: readonly MemoryRecord[], known: Known): readonly KnownBlock[] {
  if (records.length === 0) return [];
  return [richText(lines([bold(title)])), ...records.flatMap((record) => rows(record, known))];
}

function rows(record: MemoryRecord, { repository, now, names }: Known): readonly KnownBlock[] {
  const words = fit(oneLine(findingWords(record)), WORDS);
  return [
    { ...section(words), accessory: forgetButton(repository, record, words) },
    context([provenance(record, now, names)]),
  ];
}

function provenance({ from, seen, expiresAt }: MemoryRecord, now: Moment, names: Known['names']): string {
  const by = nameOf({ id: from.askedBy, name: names.get(from.askedBy) ?? from.askedBy });
  return [
    `task ${from.task}${from.attempt > 1 ? `, attempt ${from.attempt}` : ''}`,
    `asked by ${by}`,
    `at ${shortCommit(from.commit)}`,
    ...(from.pullRequest === undefined ? [] : [`pull request #${from.pullRequest}`]),
    age(now - from.at),
    ...(seen > 1 ? [`found by ${seen} attempts`] : []),
    `kept for ${count(Math.ceil((expiresAt - now) / DAY_MS), 'more day', 'more days')}`,
  ].join(', ');
}
const DAY_MS = 24 * 3_600_000;

const forgetButton = (repository: string, { id }: MemoryRecord, words: string): Button => ({
  type: 'button',
  action_id: actionId('forget', id),
  text: plainText('Forget', 75),
  accessibility_label: fit(`Forget: ${words}`, 75),
  value: forgetValue(repository, id),
  confirm: question('Forget this?', 'No later task is told of it.'),
});

const forgetAll = (repository: string, amount: number): readonly ActionsBlock[] =>
  buttonRow([
    {
      type: 'button',
      action_id: actionId('forget', ALL),
      text: plainText(`Forget all ${amount}`, 75),
      value: forgetValue(repository, ALL),
      style: 'danger',
      confirm: question('Forget all of it?', `No later task on ${fit(oneLine(repository), 140)} is told of any of it.`),
    },
  ]);

const question = (title: string, text: string): ConfirmationDialog => ({
  title: plainText(title, 100),
  text: plainText(text, 300),
  confirm: plainText('Forget', 30),
  deny: plainText('Keep', 30),
  style: 'danger',
});

/** What is said once something was taken out. */
export function forgotten(records: readonly MemoryRecord[]): string {
  const [only, ...others] = records;
  if (!only) return 'It was forgotten already.';
  if (others.length > 0) return `Forgotten: all ${records.length} things.`;
  return `Forgotten: ${fit(oneLine(findingWords(only)), WORDS)}`;
}

/** How much is remembered of repositories a person may ask for, and how many more of these there are. */
export function memoryCounts(
  counts: readonly { readonly repository: string; readonly records: number }[],
  more: number,
): Message {
  if (counts.length === 0) return say(askable([]));
  return say(
    'This is how much I remember of what you may ask for.',
    ...counts.map(({ repository, records }) => [
      code(`/agent memory ${fit(oneLine(repository), 140)}`),
      `: ${count(records, 'thing')}`,
    ]),
    ...(more > 0 ? [[`and ${count(more, 'more repository', 'more repositories')}`]] : []),
  );
}

/** Refused, and never silently: of what they may ask for they may see everything. */
export const mayNotSeeMemory = (repository: string, repositories: readonly string[]): Message =>
  say(`You may not ask for ${fit(oneLine(repository), 140)}, so I neither show nor forget what I remember of it.`, [
    askable(repositories),
  ]);

export const noSuchRepository = (word: string, repositories: readonly string[]): Message =>
  say(`I work on no repository called ${fit(oneLine(word), 140) || '–'}.`, [askable(repositories)]);
