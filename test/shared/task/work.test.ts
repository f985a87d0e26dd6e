import { expect, test } from 'vitest';
import type { Fact } from '#shared/task/events.ts';
import { NO_USAGE } from '#shared/task/step.ts';
import type { Work } from '#shared/task/task.ts';
import { learn } from '#shared/task/work.ts';
import { attemptEnded, change, checkRun, FACTS, usage } from './facts.ts';
import { BASE, evidence } from './samples.ts';

const nothing: Work = { steps: [], usage: NO_USAGE };

const source = { attempt: 1, at: 5, commit: BASE, conditions: 'c'.repeat(64), hash: 'd'.repeat(64) };

const TEACHES: readonly [Fact, Partial<Work>][] = [
  [
    { type: 'worker.ready', model: 'scripted', sandbox: 'none' },
    { model: 'scripted', sandbox: 'none' },
  ],
  [
    { type: 'context.gathered', included: ['README.md'], omitted: ['logs'] },
    { context: { included: ['README.md'], omitted: ['logs'] } },
  ],
  [{ type: 'workspace.ready', branch: 'main', commit: BASE }, { base: { branch: 'main', commit: BASE } }],
  [{ type: 'baseline.measured', runs: [checkRun] }, { baseline: [checkRun] }],
  [{ type: 'agent.acted', tool: 'bash', gist: 'npm test', usage }, { usage }],
  [
    { type: 'baseline.measured', runs: [], source },
    { baseline: [], baselineSource: source },
  ],
  [{ type: 'start.chosen', start: { from: 'base', words: 'Anew.' } }, { start: { from: 'base', words: 'Anew.' } }],
  [{ type: 'agent.said', words: '', usage }, { usage }],
  [{ type: 'change.committed', change }, { change }],
  [{ type: 'evidence.gathered', evidence }, { evidence }],
];

test.for(TEACHES)('%o is learned', ([fact, known]) => {
  expect(learn(nothing, fact)).toEqual({ ...nothing, ...known });
});

test('what teaches nothing gives the same work back', () => {
  const taught = new Set([...TEACHES.map(([fact]) => fact.type), 'step.started', 'step.ended', 'attempt.ended']);
  const rest = Object.values(FACTS)
    .flat()
    .filter((fact) => !taught.has(fact.type));
  expect(rest.length).toBeGreaterThan(10);
  for (const fact of rest) expect(learn(nothing, fact)).toBe(nothing);
});

test('a step has one line, from its start to its end', () => {
  const started = learn(nothing, { type: 'step.started', step: 'verify' });
  expect(started.steps).toEqual([{ step: 'verify', state: 'running', rounds: 1, tookMs: 0 }]);
  const ended = learn(started, { type: 'step.ended', step: 'verify', state: 'failed', tookMs: 30, gist: '2 failing' });
  expect(ended.steps).toEqual([{ step: 'verify', state: 'failed', rounds: 1, tookMs: 30, gist: '2 failing' }]);
});

test('a step that runs again keeps its line, counts the rounds and adds up the time', () => {
  const facts: readonly Fact[] = [
    { type: 'step.started', step: 'implement' },
    { type: 'step.ended', step: 'implement', state: 'done', tookMs: 100, gist: '3 files' },
    { type: 'step.started', step: 'verify' },
    { type: 'step.ended', step: 'verify', state: 'failed', tookMs: 30 },
    { type: 'step.started', step: 'implement' },
    { type: 'step.ended', step: 'implement', state: 'done', tookMs: 50 },
  ];
  expect(facts.reduce(learn, nothing).steps).toEqual([
    { step: 'implement', state: 'done', rounds: 2, tookMs: 150, gist: '3 files' },
    { step: 'verify', state: 'failed', rounds: 1, tookMs: 30 },
  ]);
});

test('the end of a step that nobody saw start adds no line', () => {
  expect(learn(nothing, { type: 'step.ended', step: 'verify', state: 'done', tookMs: 30 }).steps).toEqual([]);
});

test('the end of an attempt brings all that was missed, and takes away nothing it does not name', () => {
  const before = learn(nothing, { type: 'baseline.measured', runs: [checkRun] });
  const steps = [{ step: 'verify', state: 'done', rounds: 1, tookMs: 5 }] as const;
  const ended = attemptEnded({ end: 'stopped' });
  const known = learn(before, { ...ended, report: { steps: [...steps], usage, change } });
  expect(known).toStrictEqual({ steps, usage, change, baseline: [checkRun] });
});
