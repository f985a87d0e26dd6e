import { describe, expect, test } from 'vitest';
import { dutiesOf, LOST, type Seen } from '#bot/dispatch/duties.ts';
import { TIMING } from '#bot/timing.ts';
import type { Task } from '#shared/task/task.ts';
import { policyOf } from '../ground.ts';
import { after, born, failed, HEAD, STAGES, triedAgain } from '../tasks.ts';

const ELSEWHERE = 'e'.repeat(40);
const rules = { timing: TIMING, policy: policyOf() };
const started = after(STAGES.starting, { type: 'execution.started', execution: 'e1' });
const stoppedBeforeItBegan = after(born(), { type: 'cancel.asked', by: born().requester });
const told = after(STAGES.green, { type: 'evidence.told' });
const moved = after(told, { type: 'branch.moved', head: ELSEWHERE });
const movedAndTold = after(moved, { type: 'evidence.told', movedTo: ELSEWHERE });
const movedBack = after(movedAndTold, { type: 'branch.moved', head: HEAD });
const TASKS = {
  ...STAGES,
  told,
  moved,
  movedAndTold,
  movedBack,
  started,
  stoppedBeforeItBegan,
  lost: failed(STAGES.implement, LOST),
} as const;
const lostAgain = failed(triedAgain(TASKS.lost), LOST);

const MINUTE_MS = 60_000;
const { goneMs, gapMs, cancelMs, requeueMs, leaseMs } = TIMING;
const GAP = { from: 3, to: 4 };

/** What is seen `afterMs` after the task last moved, by a bot that has been there since. */
interface Look extends Partial<Omit<Seen, 'now'>> {
  readonly afterMs: number;
  readonly goneForMs?: number;
}

function seenOf(task: Task, { afterMs, goneForMs, ...seen }: Look): Seen {
  const now = task.changedAt + afterMs;
  return {
    now,
    executions: goneForMs === undefined ? 'unknown' : 'gone',
    ...(goneForMs !== undefined && { goneSince: now - goneForMs }),
    lease: 'held',
    servingSince: task.changedAt,
    ...seen,
  };
}

const dutiesFor = (task: Task, look: Look): readonly string[] =>
  dutiesOf(task, seenOf(task, look), rules).map((duty) => duty.do);

type Row = readonly [stage: keyof typeof TASKS, when: string, look: Look, owed: readonly string[]];
const running = { executions: 'running' } as const;

const TABLE: readonly Row[] = [
  // Before it starts
  ['queued', 'just now', { afterMs: 0 }, []],
  ['queued', 'for too long', { afterMs: requeueMs }, ['dispatch']],
  ['waiting', 'for hours', { afterMs: 300 * MINUTE_MS }, ['dispatch']],
  ['admitting', 'just now', { afterMs: requeueMs - 1 }, []],
  ['admitting', 'for too long', { afterMs: requeueMs }, ['dispatch']],
  ['admitting', 'in vain', { afterMs: 15 * MINUTE_MS }, ['declare failed', 'stop executions']],
  ['admitting', 'while no bot was there', { afterMs: 600 * MINUTE_MS, servingSince: 1e15 }, ['dispatch']],
  ['starting', 'without an execution', { afterMs: requeueMs }, ['dispatch']],
  ['starting', 'without an execution, in vain', { afterMs: 15 * MINUTE_MS }, ['declare failed', 'stop executions']],
  ['started', 'and not looked at', { afterMs: requeueMs }, []],
  ['started', 'and running', { afterMs: 15 * MINUTE_MS, ...running }, []],
  ['started', 'and never claimed', { afterMs: 15 * MINUTE_MS + 1, ...running }, ['stop executions']],
  ['started', 'and just gone', { afterMs: 5_000, goneForMs: goneMs - 1 }, []],
  ['started', 'and gone', { afterMs: 5_000, goneForMs: goneMs }, ['declare failed']],
  // While it works
  ['implement', 'and not looked at', { afterMs: 600 * MINUTE_MS, lease: 'lapsed' }, []],
  ['implement', 'with its lease held', { afterMs: MINUTE_MS, ...running }, []],
  ['implement', 'silent while a bot was there', { afterMs: leaseMs, ...running, lease: 'lapsed' }, ['stop executions']],
  [
    'implement',
    'silent while no bot was there',
    { afterMs: leaseMs, ...running, lease: 'lapsed', servingSince: STAGES.implement.changedAt + 1 },
    [],
  ],
  ['implement', 'just gone', { afterMs: 5_000, goneForMs: goneMs - 1 }, []],
  ['implement', 'gone', { afterMs: 5_000, goneForMs: goneMs }, ['declare failed']],
  ['implement', 'running with a gap', { afterMs: 5_000, ...running, gap: GAP }, []],
  ['implement', 'gone with a gap', { afterMs: 5_000, goneForMs: gapMs - 1, gap: GAP }, []],
  ['implement', 'gone with a gap for long', { afterMs: 5_000, goneForMs: gapMs, gap: GAP }, ['give up gap']],
  ['granted', 'running', { afterMs: 5_000, ...running }, []],
  ['granted', 'gone', { afterMs: 5_000, goneForMs: goneMs }, ['look for branch']],
  ['granted', 'gone with a gap for long', { afterMs: 5_000, goneForMs: gapMs, gap: GAP }, ['give up gap']],
  ['pushed', 'just now', { afterMs: 0 }, ['open pull request']],
  ['pushed', 'and gone', { afterMs: 5_000, goneForMs: gapMs }, ['open pull request']],
  // While it is being stopped
  ['stoppedBeforeItBegan', 'just now', { afterMs: 0, lease: 'never' }, ['stop executions', 'prove cancelled']],
  ['cancelling', 'just now', { afterMs: 0 }, []],
  ['cancelling', 'and gone', { afterMs: 100, goneForMs: goneMs }, ['prove cancelled']],
  ['cancelling', 'before it was claimed', { afterMs: 0, lease: 'never' }, ['stop executions', 'prove cancelled']],
  ['cancelling', 'and it takes its time', { afterMs: cancelMs - 1, ...running }, []],
  ['cancelling', 'and it will not', { afterMs: cancelMs, ...running }, ['stop executions', 'prove cancelled']],
  // After the end
  ['rejected', 'just now', { afterMs: 0 }, ['free', 'remember']],
  ['green', 'just now', { afterMs: 0 }, ['free', 'remember', 'tell GitHub']],
  ['told', 'just now', { afterMs: 0 }, ['free', 'remember']],
  ['moved', 'just now', { afterMs: 0 }, ['free', 'remember', 'tell GitHub']],
  ['movedAndTold', 'just now', { afterMs: 0 }, ['free', 'remember']],
  ['movedBack', 'just now', { afterMs: 0 }, ['free', 'remember', 'tell GitHub']],
  ['cancelled', 'just now', { afterMs: 0 }, ['free', 'remember']],
  ['told', 'and still running', { afterMs: requeueMs - 1, ...running }, ['free', 'remember']],
  [
    'told',
    'and still running for too long',
    { afterMs: requeueMs, ...running },
    ['free', 'remember', 'stop executions'],
  ],
  ['failed', 'for a reason that stays', { afterMs: 0 }, ['free', 'remember']],
  ['lost', 'for a reason that passes', { afterMs: 0 }, ['free', 'remember', 'try again']],
];

describe('what is owed to a task', () => {
  test.each(TABLE)('that is %s, %s', (stage, _, look, owed) => {
    expect(dutiesFor(TASKS[stage], look)).toEqual(owed);
  });

  test('that was tried again by itself as often as the policy allows is a person’s to decide', () => {
    expect(dutiesFor(lostAgain, { afterMs: 0 })).toEqual(['free', 'remember']);
    const patient = { ...rules, policy: policyOf({ limits: { automatic_retries: 2 } }) };
    expect(dutiesOf(lostAgain, seenOf(lostAgain, { afterMs: 0 }), patient).at(-1)).toEqual({ do: 'try again' });
  });

  test('that is given up says in words what happened', () => {
    const [lost] = dutiesOf(STAGES.implement, seenOf(STAGES.implement, { afterMs: 1, goneForMs: goneMs }), rules);
    expect(lost).toEqual({ do: 'declare failed', failure: LOST });
    const [stuck] = dutiesOf(STAGES.admitting, seenOf(STAGES.admitting, { afterMs: 15 * MINUTE_MS }), rules);
    expect(stuck).toMatchObject({ failure: { code: 'not_started', whose: 'service' } });
  });
});
