import { describe, expect, test } from 'vitest';
import { live } from '#bot/views/live.ts';
import { planOf } from '#bot/views/plan.ts';
import type { Telemetry } from '#shared/task/events.ts';
import type { Task } from '#shared/task/task.ts';
import { at, failed, STAGES, type Stage } from '../tasks.ts';
import { contextOf, objectsIn, read } from './shown.ts';

const plan = { caps: { plan: true } };
const around = (task: Task) => ({ ...plan, now: task.changedAt + 5_000 });

/** One letter a line: pending, in progress, complete, error. */
const marks = (task: Task): string =>
  planOf(task)
    .map(({ status }) => status[0])
    .join('');

const rows: readonly (readonly [Stage, string])[] = [
  ['queued', 'ppppppp'],
  ['waiting', 'ipppppp'],
  ['admitting', 'ipppppp'],
  ['rejected', 'epppppp'],
  ['starting', 'cpppppp'],
  ['hydrate', 'cippppp'],
  ['provision', 'ccipppp'],
  ['implement', 'cccc' + 'ipp'],
  ['finalize', 'cccccci'],
  ['cancelling', 'ccccipp'],
  ['pushed', 'cccccci'],
  ['green', 'ccccccc'],
  ['failed', 'ccepppp'],
  ['cancelled', 'ccccepp'],
  ['retried', 'ppppppp'],
];

describe('the plan', () => {
  test.each(rows)('of a task that is %s stands at %s', (stage, expected) => {
    expect(marks(STAGES[stage])).toBe(expected);
  });

  test('is a plan block with a card per line', () => {
    const [block] = live(STAGES.provision, around(STAGES.provision)).blocks;
    expect(block).toMatchObject({ type: 'plan', title: '1 of 6 steps done.' });
    expect(objectsIn(block).filter(({ type }) => type === 'task_card')).toMatchObject([
      { task_id: 'admission', status: 'complete' },
      { task_id: 'hydrate', status: 'complete', title: 'Read the request and the repository' },
      { task_id: 'provision', status: 'in_progress', title: 'Set up a workspace' },
      { task_id: 'baseline', status: 'pending' },
      { task_id: 'implement', status: 'pending' },
      { task_id: 'verify', status: 'pending' },
      { task_id: 'finalize', status: 'pending' },
    ]);
  });

  test('is lines with marks where a workspace knows no plan block', () => {
    const { blocks } = live(STAGES.failed, { ...around(STAGES.failed), caps: { plan: false } });
    expect(blocks.map(({ type }) => type)).not.toContain('plan');
    expect(read(blocks)).toContain('✓ Check whether it may start · 2 checks passed · 120 ms');
    expect(read(blocks)).toContain('✓ Read the request and the repository · hydrate is done · 1.5 s');
    expect(read(blocks)).toContain('✗ Set up a workspace · not finished');
    expect(read(blocks)).toContain('○ Change the code · not reached');
  });

  test('counts the rounds of a step', () => {
    const [first] = STAGES.verify.work.steps;
    const twice = { ...STAGES.verify, work: { ...STAGES.verify.work, steps: [{ ...first, rounds: 2 }] } } as Task;
    expect(planOf(twice)[1]?.detail).toBe('hydrate is done · 2 rounds · 1.5 s');
  });

  test('shows the place in the line', () => {
    expect(planOf(STAGES.waiting, 2)[0]?.detail).toBe('number 2 in line for a free slot');
  });
});

const news = (task: Task, about: Partial<Telemetry> = {}): Telemetry => ({
  task: task.id,
  attempt: task.attempt,
  at: task.changedAt + 1_000,
  doing: 'running npm test',
  tail: 'ok 1 - adds',
  usage: { turns: 3, inputTokens: 10, outputTokens: 5, usd: 0.12 },
  ...about,
});

describe('while it runs', () => {
  const task = at('verify');

  test('shows what is done right now and the end of its output', () => {
    const shown = live(task, { ...around(task), telemetry: news(task) });
    expect(read(shown.blocks)).toContain('ok 1 - adds');
    expect(contextOf(shown)).toEqual([
      'running npm test',
      '10 s so far',
      '$0.12',
      'scripted model',
      'not sandboxed',
      'attempt 1',
    ]);
  });

  test('shows at most 2,500 characters of output, and those are the last', () => {
    const tail = `${'x'.repeat(9_000)}the end`;
    const preformatted = objectsIn(live(task, { ...around(task), telemetry: news(task, { tail }) }).blocks).find(
      ({ type }) => type === 'rich_text_preformatted',
    );
    expect(read(preformatted)).toHaveLength(2_500);
    expect(read(preformatted)).toMatch(/^…x+the end$/);
  });

  test.each([
    ['of an earlier step', { at: task.changedAt - 1 }],
    ['of another attempt', { attempt: 2 }],
    ['of another task', { task: 't00000000000' }],
  ])('leaves out news %s', (_, about) => {
    const bare = live(task, around(task));
    expect(live(task, { ...around(task), telemetry: news(task, about) })).toEqual(bare);
  });

  test('says when there was no news for minutes', () => {
    const now = news(task).at + 3 * 60_000 + 59_000;
    expect(contextOf(live(task, { ...plan, now, telemetry: news(task) }))).toContain('no news for 3 min');
  });
});

describe('when it has ended', () => {
  test('shows the end of what the last failed check printed', () => {
    expect(read(live(STAGES.red, around(STAGES.red)).blocks)).toContain('not ok 2 - rounds');
    expect(live(STAGES.green, around(STAGES.green)).blocks.map(({ type }) => type)).toEqual(['plan', 'context']);
  });

  test('says how long it took', () => {
    const task = failed(at('provision'));
    expect(contextOf(live(task, around(task)))).toContain('took 7.0 s');
  });
});
