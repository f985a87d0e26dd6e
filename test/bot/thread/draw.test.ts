import { describe, expect, test } from 'vitest';
import { draw, hashOf } from '#bot/thread/draw.ts';
import type { Fact, Telemetry } from '#shared/task/events.ts';
import { hasEnded, type Task } from '#shared/task/task.ts';
import {
  after,
  at,
  born,
  CHANGE,
  evidence,
  HEAD,
  opened,
  PASSED,
  refused,
  retried,
  STAGES,
  URL_OF_3,
} from '../tasks.ts';

const caps = { plan: true };
const stages = Object.entries<Task>(STAGES);
const news = (task: Task, about: Partial<Telemetry> = {}): Telemetry => ({
  task: task.id,
  attempt: task.attempt,
  at: task.changedAt + 31_000,
  doing: 'running npm test',
  tail: 'ok',
  ...about,
});
const keysOf = (task: Task): readonly string[] => draw(task, { now: task.changedAt, caps }).map(({ key }) => key);

describe('a drawing', () => {
  test.each(stages)('of a task that is %s begins with card and live, and has no key twice', (_, task) => {
    const keys = keysOf(task);
    expect(keys.slice(0, 2)).toEqual(['card', 'live']);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test.each(stages.filter(([, task]) => hasEnded(task)))(
    'of a task that is %s has ended and depends on the record alone',
    (_, task) => {
      const alone = draw(task, { now: task.changedAt, caps });
      expect(draw(task, { now: task.changedAt + 9e9, telemetry: news(task), place: 4, caps })).toEqual(alone);
    },
  );

  test('of a thread told twice is the same', () => {
    expect(draw(opened('red'), { now: 1, caps })).toEqual(draw(opened('red'), { now: 2, caps }));
  });
});

const LIFE: readonly Fact[] = [
  { type: 'admission.started' },
  { type: 'admission.passed', checks: [...PASSED] },
  { type: 'execution.claimed', execution: 'e1' },
  { type: 'worker.ready', model: 'scripted', sandbox: 'none' },
  { type: 'step.started', step: 'baseline' },
  { type: 'baseline.measured', runs: evidence('red').before },
  { type: 'step.started', step: 'finalize' },
  { type: 'change.committed', change: CHANGE },
  { type: 'evidence.gathered', evidence: evidence('red') },
  { type: 'push.granted', head: HEAD },
  { type: 'branch.found', head: HEAD },
  { type: 'pull_request.opened', number: 3, url: URL_OF_3, draft: true },
];

test('what was once drawn stays drawn, through every fact of an attempt', () => {
  const lives = LIFE.map((_, length) => after(born(), ...LIFE.slice(0, length + 1)));
  for (const [index, task] of lives.entries()) {
    expect(keysOf(task)).toEqual(expect.arrayContaining([...keysOf(lives[index - 1] ?? born())]));
  }
  expect(keysOf(lives.at(-1) ?? born())).toEqual([
    'card',
    'live',
    'reply:baseline',
    'reply:1:tests',
    'reply:pull-request',
    'reply:1:end',
  ]);
});

test('what an attempt left behind stays drawn after a retry', () => {
  expect(keysOf(retried(refused(born())))).toEqual(keysOf(refused(born())));
  expect(keysOf(retried(opened('red')))).toEqual(keysOf(opened('red')).filter((key) => key !== 'reply:baseline'));
});

describe('the hash', () => {
  const task = at('verify');
  const liveHash = (now: number, telemetry?: Telemetry): string | undefined =>
    draw(task, { now, caps, ...(telemetry && { telemetry }) })
      .filter(({ key }) => key === 'live')
      .map(hashOf)[0];

  test('does not change with the clock', () => {
    const hashes = (now: number) => draw(task, { now, caps, telemetry: news(task) }).map(hashOf);
    expect(hashes(task.changedAt + 32_001)).toEqual(hashes(task.changedAt + 32_002));
    expect(liveHash(1)).toBe(liveHash(2));
  });

  test('does not change with news that say nothing new', () => {
    const { at } = news(task);
    expect(liveHash(at, news(task))).toBe(liveHash(at + 900, news(task, { at: at + 900 })));
    expect(liveHash(at, news(task))).not.toBe(liveHash(at, news(task, { tail: 'ok\nok' })));
  });

  test('is of the content, in whatever order its fields were written', () => {
    const [card] = draw(task, { now: 1, caps });
    const [header, ...rest] = card?.blocks ?? [];
    const turned = Object.fromEntries(Object.entries(header ?? {}).reverse()) as unknown as typeof header;
    expect(card && header && turned && hashOf({ text: card.text, blocks: [turned, ...rest] })).toBe(
      card && hashOf(card),
    );
    expect(card && hashOf({ ...card, text: 'another' })).not.toBe(card && hashOf(card));
  });
});

describe('the priority', () => {
  const priorities = (task: Task, telemetry?: Telemetry) =>
    Object.fromEntries(
      draw(task, { now: task.changedAt, caps, ...(telemetry && { telemetry }) }).map(({ key, priority }) => [
        key,
        priority,
      ]),
    );

  test('of an end and of what is said at it is the highest', () => {
    expect(priorities(opened('green'))).toMatchObject({ card: 0, 'reply:1:end': 0, 'reply:1:tests': 1 });
    expect(priorities(refused(born()))).toMatchObject({ card: 0, 'reply:1:refused': 0 });
    expect(priorities(STAGES.cancelling)).toMatchObject({ card: 0 });
  });

  test('of a new step is higher than that of new output', () => {
    const task = at('verify');
    expect(priorities(task)).toMatchObject({ card: 1, live: 1 });
    expect(priorities(task, news(task))).toMatchObject({ card: 1, live: 2 });
    expect(priorities(task, news(task, { at: task.changedAt - 1 }))).toMatchObject({ live: 1 });
  });
});
