import { expect, test } from 'vitest';
import { acksSurvive } from '../chaos/acks.ts';
import { openStage } from './on-stage.ts';
import { tiny } from './repositories.ts';

test('what was acknowledged is there after the bot was killed', async () => {
  const stage = await openStage(tiny());
  expect(await acksSurvive(stage, 4)).toEqual([]);
  for (const task of await stage.store.askedBy('U0ANA', 10)) {
    await expect.poll(async () => (await stage.store.read(task.id))?.task.status, { timeout: 60_000 }).toBe('rejected');
  }
});
