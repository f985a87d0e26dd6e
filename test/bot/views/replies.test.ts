import { describe, expect, test } from 'vitest';
import { replies } from '#bot/views/replies.ts';
import type { Task } from '#shared/task/task.ts';
import {
  after,
  at,
  BEN,
  cancelled,
  evidence,
  failed,
  opened,
  ready,
  retried,
  STAGES,
  type Stage,
  triedAgain,
  URL_OF_3,
} from '../tasks.ts';
import { objectsIn, read } from './shown.ts';

const told = (task: Task) => Object.fromEntries(replies(task).map(({ key, message }) => [key, message.text]));
const shownOf = (task: Task, key: string): string =>
  read(replies(task).find((reply) => reply.key === key)?.message.blocks ?? []);

const BASELINE = 'Before any change, 1 of 1 check did not pass at ba5e000.';
const GREEN = 'Every check passed at bead000.';
const RED = 'At bead000, 2 tests fail, 1 of them as before the change.';
const REVIEW = `Pull request #3 is open for review. ${URL_OF_3}`;
const RETRY = 'Reply "retry" to try again.';

const rows: readonly (readonly [Stage, Record<string, string>])[] = [
  ['queued', {}],
  ['implement', { baseline: BASELINE }],
  ['finalize', { baseline: BASELINE }],
  ['rejected', { '1:refused': `<@U0ANA> I did not start this: 1 of 2 checks did not pass. ${RETRY}` }],
  ['pushed', { baseline: BASELINE, '1:tests': GREEN }],
  [
    'green',
    {
      baseline: BASELINE,
      '1:tests': GREEN,
      'pull-request': REVIEW,
      '1:end': '<@U0ANA> Done in 17 s: every check passed, and pull request #3 is open.',
    },
  ],
  [
    'red',
    {
      baseline: BASELINE,
      '1:tests': RED,
      'pull-request': `Pull request #3 is open as a draft, because 2 tests fail, 1 of them as before the change. ${URL_OF_3}`,
      '1:end': `<@U0ANA> Done in 17 s, but 2 tests fail, 1 of them as before the change: pull request #3 is a draft. ${RETRY}`,
    },
  ],
  [
    'unproven',
    {
      baseline: BASELINE,
      '1:tests': 'This repository has no checks, so nothing proves the change.',
      'pull-request': `Pull request #3 is open as a draft, because this repository has no checks that could prove it. ${URL_OF_3}`,
      '1:end':
        '<@U0ANA> Done in 17 s, but this repository has no checks that could prove it: pull request #3 is a draft.',
    },
  ],
  ['failed', { '1:end': `<@U0ANA> Attempt 1 failed: npm could not install the dependencies. ${RETRY}` }],
  ['cancelled', { baseline: BASELINE, '1:end': `<@U0ANA> Stopped in 1.0 s, asked by Ben. ${RETRY}` }],
  [
    'stoppedTooLate',
    {
      baseline: BASELINE,
      '1:tests': GREEN,
      'pull-request': REVIEW,
      '1:end': `Stopped in 2.0 s, asked by Ana. ${RETRY}`,
    },
  ],
  ['retried', { '1:end': 'Attempt 1 failed: npm could not install the dependencies. Ben started attempt 2.' }],
  ['triedAgain', { '1:end': 'Attempt 1 was lost: npm could not install the dependencies. I started attempt 2.' }],
  [
    'secondGreen',
    {
      '1:end': 'Attempt 1 failed: npm could not install the dependencies. Ben started attempt 2.',
      baseline: BASELINE,
      '2:tests': GREEN,
      'pull-request': REVIEW,
      '2:end': '<@U0ANA> Done in 17 s: every check passed, and pull request #3 is open.',
    },
  ],
];

describe('the replies', () => {
  test.each(rows)('of a task that is %s', (stage, expected) => {
    expect(told(STAGES[stage])).toEqual(expected);
    expect(replies(STAGES[stage]).map(({ key }) => key)).toEqual(Object.keys(expected));
  });

  test('keep what an attempt that succeeded had to tell after another one has begun', () => {
    const before = replies(opened('red'));
    const afterwards = replies(retried(opened('red')));
    const tests = (all: typeof before) => all.find(({ key }) => key === '1:tests');
    expect(tests(afterwards)).toEqual(tests(before));
    expect(told(retried(opened('red')))['1:end']).toContain('Ben started attempt 2.');
  });

  test('call nobody who stopped the task themselves', () => {
    expect(told(cancelled(at('implement')))['1:end']).toBe(`Stopped in 1.0 s, asked by Ana. ${RETRY}`);
    expect(told(cancelled(at('implement'), BEN))['1:end']).toMatch(/^<@U0ANA> /);
  });

  test('call only the requester, and only at a refusal or an end', () => {
    for (const task of Object.values(STAGES)) {
      const calling = replies(task).filter(({ message }) =>
        objectsIn(message.blocks).some(({ type }) => type === 'user'),
      );
      expect(calling.map(({ key }) => key).filter((key) => !/:(refused|end)$/.test(key))).toEqual([]);
      expect(objectsIn(calling.map(({ message }) => message.blocks)).flatMap(({ user_id }) => user_id ?? [])).toEqual(
        calling.map(() => 'U0ANA'),
      );
    }
  });

  test('are urgent at the end only', () => {
    const urgent = Object.values(STAGES).flatMap((task) => replies(task).filter((reply) => reply.urgent));
    expect(new Set(urgent.map(({ key }) => key.replace(/^\d+:/, '')))).toEqual(new Set(['refused', 'end']));
  });
});

describe('a refusal', () => {
  test('tells every cross in full and every tick in passing', () => {
    const shown = shownOf(STAGES.rejected, '1:refused');
    expect(shown).toContain('✗ Repository: I do not work on acme/shop. (2 ms)');
    expect(shown).toContain('Whose problem: yours; only you or your team can solve it.');
    expect(shown).toContain('What to do: Ask for acme/api instead.');
    expect(shown).toContain('✓ Request\n');
  });
});

describe('the tests reply', () => {
  test('shows what moved, and each check before and after', () => {
    const shown = shownOf(STAGES.red, '1:tests');
    expect(shown).toContain('Broken (1): adds');
    expect(shown).toContain('Still failing (1): rounds');
    expect(shown).toContain(
      ['check  before                  after', 'test   failed (exit 1), 3.1 s  failed (exit 1), 3.1 s'].join('\n'),
    );
  });

  test('calls out a change to what defines the checks', () => {
    const definitionsChanged = ['package.json', '.agent.yml'];
    const task = { ...STAGES.green, evidence: evidence('green', { definitionsChanged }) } as Task;
    expect(shownOf(task, '1:tests')).toContain(
      'The change touches what defines the checks: package.json, .agent.yml. The checks ran as they were before it.',
    );
  });
});

test('a baseline that is green is nothing to tell', () => {
  const { baseline: _, ...work } = STAGES.implement.work;
  expect(told({ ...STAGES.implement, work })).toEqual({});
});

test('each earlier attempt keeps its own end', () => {
  const twice = failed(at('provision', ready(triedAgain(failed(at('provision'))))));
  expect(Object.keys(told(twice))).toEqual(['1:end', '2:end']);
});

test('what later tasks are told is said at the end, and still once another attempt has begun', () => {
  const words = 'Remembered for next time: The tests need TZ=UTC.';
  expect(shownOf(STAGES.taught, '1:end')).toContain(words);
  const more = after(STAGES.taught, { type: 'attempt.opened', next: 'follow_up', by: BEN, words: 'Rename it, too' });
  expect(shownOf(more, '1:end')).toContain(words);
  expect(shownOf(STAGES.green, '1:end')).not.toContain('Remembered');
});
