import { expect, onTestFinished, test } from 'vitest';
import type { TaskEventsWriter } from '#shared/ports.ts';
import { TaskError } from '#shared/task/failure.ts';
import { taskIdOf } from '#shared/task/task.ts';
import { startEmulator } from '../../google/emulators.ts';
import { eventually } from '../eventually.ts';
import { listening } from '../task-events.contract.ts';
import { ORDERED, pubsubPlace } from './pubsub-place.ts';

const task = taskIdOf('a');

test('while Pub/Sub is away nothing is lost or overtaken, and both ends go on by themselves when it is back', async () => {
  const emulator = await startEmulator('pubsub');
  onTestFinished(emulator.kill);
  const place = await pubsubPlace(ORDERED, undefined, emulator.host);
  onTestFinished(place.close);
  const { heard, stop } = listening(place.reader());
  const worker = place.writer({ task, attempt: 1 });
  await worker.publish('{"event":"before"}');
  await eventually(() => expect(heard).toEqual(['{"event":"before"}']));

  await emulator.kill();
  const said = ['{"event":1}', '{"event":2}', '{"event":3}'];
  const published: string[] = [];
  const publishing = said.map((raw) => publishAtLast(worker, raw).then(() => published.push(raw)));
  await eventually(() => expect(place.problems.length).toBeGreaterThan(0));
  expect(published).toEqual([]);
  await emulator.restart();
  await place.make();
  await Promise.all(publishing);
  await eventually(() => expect([...new Set(heard)]).toEqual(['{"event":"before"}', ...said]));
  await stop();
});

/** As the worker does it: what it was given back it says again. Between its start and `make` the emulator has no topic. */
async function publishAtLast(worker: TaskEventsWriter, raw: string): Promise<void> {
  for (;;) {
    try {
      return await worker.publish(raw);
    } catch (error) {
      if (!(error instanceof TaskError && error.code === 'events_missing')) throw error;
    }
  }
}
