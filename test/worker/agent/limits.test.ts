import { expect, test } from 'vitest';
import { NO_USAGE, type Usage } from '#shared/task/step.ts';
import { limitsOf, type Progress, repetition } from '#worker/agent/limits.ts';
import type { Message } from '#worker/model/model.ts';

const LIMITS = { turns: 10, tokens: 1_000, usd: 2, minutes: 3, fixRounds: 1, commandMinutes: 1 };
const progress = (usage: Partial<Usage>, usedMs = 0): Progress => ({
  messages: [],
  usage: { ...NO_USAGE, ...usage },
  usedMs,
});

test.each<[string, Progress, string | undefined]>([
  ['nothing used', progress({}), undefined],
  ['one turn below', progress({ turns: 9 }), undefined],
  ['the last turn', progress({ turns: 10 }), 'it reached the limit of 10 turns'],
  ['tokens of both kinds', progress({ inputTokens: 600, outputTokens: 400 }), 'it reached the limit of 1000 tokens'],
  ['money', progress({ usd: 2.01 }), 'it reached the limit of 2 US dollars'],
  ['time', progress({}, 180_000), 'it reached the limit of 3 minutes'],
])('%s', (_, used, words) => {
  expect(limitsOf(LIMITS)(used)).toBe(words);
});

const turn = (input: unknown, text: string): Message[] => [
  { role: 'model', text: '', calls: [{ id: '1', name: 'bash', input }] },
  { role: 'tool', results: [{ id: '1', name: 'bash', text }] },
];
const stuck = (...turns: Message[][]) => repetition()({ ...progress({}), messages: turns.flat() });

test('the same call with the same result three times is no progress', () => {
  expect(stuck(turn({ command: 'ls' }, 'a'), turn({ command: 'ls' }, 'a'), turn({ command: 'ls' }, 'a'))).toMatch(
    /3 times/,
  );
});

test.each<[string, Message[][]]>([
  ['twice', [turn({ command: 'ls' }, 'a'), turn({ command: 'ls' }, 'a')]],
  ['with another result', [turn({ command: 'ls' }, 'a'), turn({ command: 'ls' }, 'b'), turn({ command: 'ls' }, 'a')]],
  ['with another input', [turn({ command: 'ls' }, 'a'), turn({ command: 'ls -l' }, 'a'), turn({ command: 'ls' }, 'a')]],
])('the same call %s may still lead somewhere', (_, turns) => {
  expect(stuck(...turns)).toBeUndefined();
});
