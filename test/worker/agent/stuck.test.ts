import { expect, test } from 'vitest';
import { NO_USAGE } from '#shared/task/step.ts';
import { hopeless, nudgeFor } from '#worker/agent/stuck.ts';
import type { Talk } from '#worker/agent/talk.ts';
import type { Message } from '#worker/model/model.ts';

interface Turn {
  readonly input: unknown;
  readonly text: string;
  readonly failed?: true;
}

/** Calls in one answer, and what they came to. */
const together = (...turns: Turn[]): Message[] => [
  { role: 'model', text: '', calls: turns.map(({ input }, index) => ({ id: `${index}`, name: 'bash', input })) },
  {
    role: 'tool',
    results: turns.map(({ text, failed }, index) => ({
      id: `${index}`,
      name: 'bash',
      text,
      ...(failed && { failed }),
    })),
  },
];
const did = (command: string, text: string): Message[] => together({ input: { command }, text });
const failed = (command: string, text: string): Message[] => together({ input: { command }, text, failed: true });
const said: Message[] = [{ role: 'model', text: 'I will.', calls: [] }];
const times = (count: number, ...turns: Message[][]): Message[][] => Array.from({ length: count }, () => turns).flat();

const talkOf = (turns: readonly Message[][], lastChange?: Talk['lastChange']): Talk => ({
  messages: turns.flat(),
  usage: { ...NO_USAGE, turns: turns.length },
  ...(lastChange && { lastChange }),
});
const looks = (count: number) => Array.from({ length: count }, (_, turn) => did(`cat ${turn}`, `file ${turn}`));
const mending = Array.from({ length: 8 }, (_, turn) => [
  did(`edit ${turn}`, 'Changed.'),
  failed('npm test', `1 of 20 failed after ${turn}.12 ms`),
]).flat();

test.each<[string, Message[][], string | undefined]>([
  ['nothing yet', [], undefined],
  ['the same twice', times(2, did('ls', 'a')), undefined],
  ['the same for the third time', times(3, did('ls', 'a')), 'You did the same thing 3 times with the same result.'],
  ['the same for the fourth time, once more', times(4, did('ls', 'a')), undefined],
  [
    'four times in one answer',
    [together(...Array(4).fill({ input: 1, text: 'a' }))],
    'You did the same thing 4 times with the same result.',
  ],
  ['with other results', [did('ls', 'a'), did('ls', 'b'), did('ls', 'c')], undefined],
  ['with other inputs', [did('ls', 'a'), did('ls .', 'a'), did('ls -l', 'a')], undefined],
  [
    'between two things',
    times(3, did('a', '1'), did('b', '2')).slice(0, -1),
    'You did the same thing 3 times with the same result.',
  ],
  ['three things in a circle, long ago', [...times(3, did('ls', 'a')), ...looks(17), did('ls', 'a')], undefined],
  [
    'the same failure of other calls',
    times(1, ...[1, 2, 3, 4].map((turn) => failed(`make ${turn}`, 'no such target'))),
    'You failed in the same way 4 times.',
  ],
  ['the same failure but for its numbers', mending.slice(0, 8), 'You failed in the same way 4 times.'],
  ['other failures', [1, 2, 3, 4].map((turn) => failed('npm test', `error ${'x'.repeat(turn)}`)), undefined],
  ['words alone', [said], 'You called no tool.'],
  ['many turns without a change', looks(25), 'You changed no file in 25 turns.'],
  ['one less', looks(24), undefined],
])('nudged or not: %s', (_, turns, words) => {
  expect(nudgeFor(talkOf(turns))).toBe(words);
});

test.each<[string, Talk, string | undefined]>([
  ['the same five times', talkOf(times(5, did('ls', 'a'))), undefined],
  ['the same six times', talkOf(times(6, did('ls', 'a'))), 'it did the same thing 6 times with the same result'],
  [
    'three things in a circle',
    talkOf(times(6, did('a', '1'), did('b', '2'), did('c', '3'))),
    'it did the same thing 6 times with the same result',
  ],
  ['mending that mends nothing', talkOf(mending), 'it failed in the same way 8 times'],
  ['mending that gets on', talkOf([...mending.slice(0, 14), failed('npm test', '2 of 20 fail')]), undefined],
  ['only words', talkOf(times(3, said)), 'it called no tool 3 times in a row'],
  ['words and then deeds', talkOf([...times(4, said), did('ls', 'a')]), undefined],
  ['looking for fifty turns', talkOf(looks(50)), 'it changed no file in 50 turns'],
  ['looking, with a change on the way', talkOf(looks(50), { turn: 1 }), undefined],
])('given up or not: %s', (_, talk, words) => {
  expect(hopeless(talk)).toBe(words);
});
