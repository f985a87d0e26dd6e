import { expect, test } from 'vitest';
import { placeOf, slotsFor } from '#bot/dispatch/slots.ts';
import { policyOf } from '../ground.ts';
import { born, STAGES } from '../tasks.ts';

const waiting = (startedAt: number) => ({ ...STAGES.waiting, id: born({}, `number ${startedAt}`).id, startedAt });

test('an attempt takes a slot of everybody’s and one of its requester’s', () => {
  const policy = policyOf({ limits: { running: 7, running_per_person: 3 } });
  expect(slotsFor(born(), policy)).toEqual([
    { pool: 'running', size: 7 },
    { pool: 'running by U0ANA', size: 3 },
  ]);
});

test('the line is of those that wait for a slot, oldest first', () => {
  const line = [waiting(30), STAGES.queued, waiting(10), STAGES.implement, waiting(20)];
  expect(line.map((task) => placeOf(task, line))).toEqual([3, undefined, 1, undefined, 2]);
});
