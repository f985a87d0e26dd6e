import { expect, test } from 'vitest';
import { acksSurvive } from '../chaos/acks.ts';
import { BOUNDARIES } from '../chaos/boundaries.ts';
import { killAt } from '../chaos/kill.ts';
import { settled, violationsOf } from '../chaos/violations.ts';
import { openStage } from './on-stage.ts';
import { tiny } from './repositories.ts';
import type { Stage } from './stage.ts';

const REQUEST = 'acme/tiny Mend it';

async function undisturbed(stage: Stage): Promise<readonly string[]> {
  const card = await stage.ask(REQUEST);
  await stage.end(card);
  return settled(await stage.thread(card));
}

test('a worker that is killed at any step boundary leaves the same thread and one pull request', async () => {
  const stage = await openStage(tiny());
  const reference = await undisturbed(stage);
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
}, 240_000);

test('a bot that is killed at any step boundary leaves the same thread and one pull request', async () => {
  const stage = await openStage(tiny());
  const reference = await undisturbed(stage);
  for (const boundary of BOUNDARIES) {
    const card = await killAt(stage, REQUEST, 'bot', boundary);
    expect(await violationsOf(stage, card, reference), boundary.name).toEqual([]);
  }
}, 240_000);

test('what was acknowledged is there after the bot was killed', async () => {
  const stage = await openStage(tiny());
  expect(await acksSurvive(stage, 4)).toEqual([]);
  for (const task of await stage.store.askedBy('U0ANA', 10)) {
    await expect.poll(async () => (await stage.store.read(task.id))?.task.status, { timeout: 60_000 }).toBe('rejected');
  }
});
