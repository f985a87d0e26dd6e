import { expect, test } from 'vitest';
import { NO_USAGE, type Usage } from '#shared/task/step.ts';
import { limitsOf, type Progress } from '#worker/agent/limits.ts';
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

test('an agent that gets nowhere is at a bound, too', () => {
  const messages: Message[] = Array.from({ length: 3 }, () => ({ role: 'model', text: 'I will.', calls: [] }));
  expect(limitsOf(LIMITS)({ ...progress({}), messages })).toBe('it called no tool 3 times in a row');
});
