import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chain, firstBreak } from '#shared/task/log.ts';
import { taskIdOf } from '#shared/task/task.ts';
import { bot } from './samples.ts';

const id = taskIdOf('a');
const events = ['one', 'two', 'three', 'four'].map((execution) => bot({ type: 'execution.started', execution }));
const log = chain(id, undefined, events);

test('a log is whole when it is as it was written', () => {
  expect(firstBreak(id, log)).toBeUndefined();
  expect(firstBreak(id, [])).toBeUndefined();
});

test('a log that grows in pieces is the same as one written at once', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: events.length }), (cut) => {
      const head = chain(id, undefined, events.slice(0, cut));
      expect([...head, ...chain(id, head.at(-1), events.slice(cut))]).toEqual(log);
    }),
  );
});

test('an entry that was changed, taken out, put in or moved shows, and where', () => {
  const [first, second, third, fourth] = log;
  if (!first || !second || !third || !fourth) throw new Error('the log has four entries');
  expect(firstBreak(id, [first, { ...second, event: bot({ type: 'cancel.proved' }) }, third, fourth])).toBe(1);
  expect(firstBreak(id, [first, { ...second, hash: third.hash }, third, fourth])).toBe(1);
  expect(firstBreak(id, [first, third, fourth])).toBe(1);
  expect(firstBreak(id, [second, third, fourth])).toBe(0);
  expect(firstBreak(id, [first, second, second, third, fourth])).toBe(2);
  expect(firstBreak(id, [first, third, second, fourth])).toBe(1);
  expect(firstBreak(id, [first, { ...second, index: 7 }, third, fourth])).toBe(1);
});

test('the log of one task cannot stand for that of another', () => {
  expect(firstBreak(taskIdOf('b'), log)).toBe(0);
});

test('the order a database gives the fields back in changes nothing', () => {
  const turned = log.map((link) => ({ ...link, event: turn(link.event) as typeof link.event }));
  expect(Object.keys(turned[0]?.event ?? {})).not.toEqual(Object.keys(log[0]?.event ?? {}));
  expect(firstBreak(id, turned)).toBeUndefined();
});

test.each(['__proto__', '10', 'constructor', ''])(
  'what was measured of a test named %j is part of what was written',
  (name) => {
    const measured = (outcome: string) => JSON.parse(`{"two": "passed", "${name}": "${outcome}", "9": "passed"}`);
    const saying = (outcome: string) => bot({ type: 'event.refused', why: measured(outcome) });
    const [link] = chain(id, undefined, [saying('passed')]);
    if (!link) throw new Error('the log has one entry');
    expect(JSON.parse(link.text)).toEqual(JSON.parse(JSON.stringify(link.event)));
    expect(firstBreak(id, [{ ...link, event: turn(link.event) as typeof link.event }])).toBeUndefined();
    expect(firstBreak(id, [{ ...link, event: saying('failed') }])).toBe(0);
  },
);

test('a log that was written by an earlier version is whole', () => {
  const [link] = chain(id, undefined, [bot({ type: 'execution.started', execution: 'one' })]);
  expect(link?.hash).toBe('ac8556798e5c0cacadbb104cdb590771c74e96608cb06fad38fe545a9c0d1532');
});

function turn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turn);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, turn(inner)]),
  );
}
