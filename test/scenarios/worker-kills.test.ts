import { expect, test } from 'vitest';
import { BOUNDARIES } from '../chaos/boundaries.ts';
import { killAt } from '../chaos/kill.ts';
import { undisturbed, violationsOf } from '../chaos/violations.ts';
import { openStage } from './on-stage.ts';
import { tiny } from './repositories.ts';

const REQUEST = 'acme/tiny Mend it';

test('a worker that is killed at any step boundary leaves the same thread and one pull request', async () => {
  const stage = await openStage(tiny());
  const reference = await undisturbed(stage, REQUEST);
  const boundaries = [...BOUNDARIES];
  // Two at a time: they have a worker each.
  await Promise.all(
    [0, 1].map(async () => {
      for (let boundary = boundaries.shift(); boundary; boundary = boundaries.shift()) {
        const card = await killAt(stage, REQUEST, 'worker', boundary);
        expect(await violationsOf(stage, card, reference), boundary.name).toEqual([]);
      }
    }),
  );
}, 1_200_000);
