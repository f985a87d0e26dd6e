import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ZodError } from 'zod';
import { parseWorkerEvent, Telemetry } from '#shared/task/events.ts';
import { taskIdOf } from '#shared/task/task.ts';
import { checkRun, FACTS, isWorkerFact } from './facts.ts';

const stamp = { task: taskIdOf('a'), attempt: 1, seq: 1, at: 5 };
const said = { ...stamp, fact: { type: 'agent.said', words: 'hm' } };
const workerFacts = Object.values(FACTS).flat().filter(isWorkerFact);

test.for(workerFacts)('$type comes through as it was sent', (fact) => {
  const event = { ...stamp, fact };
  expect(parseWorkerEvent(JSON.parse(JSON.stringify(event)))).toEqual(event);
});

test('a fact of a type from the future is told as unknown, whatever it holds', () => {
  const unknown = { ...stamp, fact: { type: 'unknown' } };
  for (const type of ['model.switched', 'unknown', '', '__proto__', 'constructor', 'toString']) {
    expect(parseWorkerEvent({ ...stamp, fact: { type, deep: [{ x: 1 }] } })).toEqual(unknown);
  }
});

test('a fact that only the bot may state is not one of a worker’s', () => {
  for (const fact of Object.values(FACTS).flat()) {
    if (!isWorkerFact(fact)) expect(parseWorkerEvent({ ...stamp, fact }).fact).toEqual({ type: 'unknown' });
  }
});

test('fields that nobody asked for are left behind', () => {
  const event = { ...said, admin: true, fact: { ...said.fact, status: 'succeeded' } };
  expect(parseWorkerEvent(event)).toEqual(said);
});

test.for([
  ['nothing', undefined],
  ['text', 'hm'],
  ['a list', [said]],
  ['no fact', stamp],
  ['a fact without a type', { ...stamp, fact: {} }],
  ['a type that is no text', { ...stamp, fact: { type: ['agent.said'] } }],
  ['a very long type', { ...stamp, fact: { type: 'x'.repeat(51) } }],
  ['a task that is none', { ...said, task: '../../etc' }],
  ['a task with a line break', { ...said, task: `${stamp.task}\n` }],
  ['attempt 0', { ...said, attempt: 0 }],
  ['half an attempt', { ...said, attempt: 1.5 }],
  ['seq 0', { ...said, seq: 0 }],
  ['seq beyond counting', { ...said, seq: Number.MAX_VALUE }],
  ['seq as text', { ...said, seq: '1' }],
  ['a moment before time', { ...said, at: -1 }],
  ['words too long', { ...stamp, fact: { type: 'agent.said', words: 'x'.repeat(4_001) } }],
  ['a step that is none', { ...stamp, fact: { type: 'step.started', step: 'deploy' } }],
  ['a known type in the wrong shape', { ...stamp, fact: { type: 'agent.acted', tool: 'bash', gist: '' } }],
  ['a commit that is none', { ...stamp, fact: { type: 'workspace.ready', branch: 'main', commit: 'HEAD' } }],
  ['money given back', { ...stamp, fact: { type: 'agent.acted', tool: 'b', gist: '', usage: usageOf({ usd: -1 }) } }],
  [
    'endless money',
    { ...stamp, fact: { type: 'agent.acted', tool: 'b', gist: '', usage: usageOf({ usd: Infinity }) } },
  ],
  ['no end', { ...stamp, fact: { type: 'attempt.ended', lastSeq: 1, report: {}, outcome: { end: 'well' } } }],
])('%s is no event', ([, raw]) => {
  expect(() => parseWorkerEvent(raw)).toThrow(ZodError);
});

test('anything at all is an event or refused, and nothing else happens', () => {
  fc.assert(
    fc.property(fc.oneof(fc.anything(), fc.record({ ...constants(), fact: fc.anything() })), (raw) => {
      try {
        parseWorkerEvent(raw);
      } catch (error) {
        expect(error).toBeInstanceOf(ZodError);
      }
    }),
  );
});

test('a test called __proto__ harms nobody', () => {
  const tests = JSON.parse('{"__proto__": "failed", "constructor": "passed", "adds up": "passed"}');
  const event = parseWorkerEvent({ ...stamp, fact: { type: 'baseline.measured', runs: [{ ...checkRun, tests }] } });
  expect(event.fact).toMatchObject({ runs: [{ tests: { 'adds up': 'passed' } }] });
  expect({}).not.toHaveProperty('failed');
  expect(Object.getPrototypeOf({})).toBe(Object.prototype);
});

test('telemetry is read with the same care', () => {
  const news = { task: stamp.task, attempt: 1, at: 5, doing: 'npm test', tail: '12 passing' };
  expect(Telemetry.parse({ ...news, more: 1 })).toEqual(news);
  for (const wrong of [{ tail: 'x'.repeat(3_001) }, { doing: undefined }, { task: 'x' }, { attempt: 0 }]) {
    expect(Telemetry.safeParse({ ...news, ...wrong }).success).toBe(false);
  }
});

function usageOf(some: { usd: number }) {
  return { turns: 1, inputTokens: 1, outputTokens: 1, ...some };
}

function constants() {
  return { task: fc.constant(stamp.task), attempt: fc.constant(1), seq: fc.constant(1), at: fc.constant(5) };
}
