import { expect, test } from 'vitest';
import { Fault } from '#deploy/local/slack/faults/fault.ts';
import { CATALOGUE } from '#deploy/local/slack/page/faults/catalogue.ts';
import { pendingWords } from '#deploy/local/slack/page/faults/pending.ts';

const KINDS = CATALOGUE.flatMap(({ kinds }) => kinds);

test('the drawer offers every fault there is', () => {
  const all = Fault.options.map(({ shape }) => shape.kind.value);
  expect(KINDS.map(({ id }) => id).toSorted()).toEqual(all.toSorted());
});

test.each(KINDS)('$label can be set as the drawer suggests it, and at both ends of what it allows', (kind) => {
  for (const choose of ['value', 'least', 'most'] as const) {
    const given = Object.fromEntries(kind.amounts.map((amount) => [amount.name, amount[choose]]));
    expect(Fault.parse(kind.make(given)).kind).toBe(kind.id);
  }
});

test('what is still to come is told in words', () => {
  const words = (fault: unknown) => pendingWords(Fault.parse(fault));
  expect(words({ kind: 'fail', method: 'chat.update', error: 'x', times: 2 })).toBe('Fail (chat.update): 2 more times');
  expect(words({ kind: 'lose_call' })).toBe('Lose calls: once more');
  expect(words({ kind: 'rate_limits', on: true })).toBe('Slack’s own limits: until cleared');
});
