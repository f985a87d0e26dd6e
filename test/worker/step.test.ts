import { expect, test } from 'vitest';
import type { WorkerFact } from '#shared/task/events.ts';
import { TaskError } from '#shared/task/failure.ts';
import { type Step, stepRunner } from '#worker/step.ts';
import { Stopped } from '#worker/stop.ts';

function runner(signal = new AbortController().signal) {
  const facts: WorkerFact[] = [];
  let now = 0;
  const clock = () => {
    now += 5;
    return now;
  };
  const run = stepRunner({ tell: (fact) => void facts.push(fact), report: () => undefined, signal, clock });
  return { run, facts };
}

const step = (run: Step<number, number>['run'], deadlineMs = 10_000): Step<number, number> => ({
  name: 'verify',
  deadlineMs,
  run,
  gist: (output) => `it is ${output}`,
});

const untilAborted = (_: number, signal: AbortSignal) =>
  new Promise<never>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

test('a step is told when it starts, and with its gist when it is done', async () => {
  const { run, facts } = runner();
  expect(
    await run(
      step(async (input) => input + 1),
      1,
    ),
  ).toBe(2);
  expect(facts).toEqual([
    { type: 'step.started', step: 'verify' },
    { type: 'step.ended', step: 'verify', state: 'done', tookMs: 5, gist: 'it is 2' },
  ]);
});

test('a step that fails says why in one line, and the error goes on', async () => {
  const { run, facts } = runner();
  const failure = new TaskError('broken', 'It broke.\nAt line 3.', { whose: 'yours', remedy: 'Mend it.' });
  await expect(
    run(
      step(async () => Promise.reject(failure)),
      1,
    ),
  ).rejects.toBe(failure);
  expect(facts.at(-1)).toMatchObject({ state: 'failed', gist: 'It broke.' });
});

test('a step that takes too long is a problem with a name', async () => {
  const { run, facts } = runner();
  await expect(run(step(untilAborted, 20), 1)).rejects.toMatchObject({ code: 'step_too_slow' });
  expect(facts.at(-1)).toMatchObject({ state: 'failed', gist: expect.stringContaining('took longer') });
});

test('a stop ends the step that runs, and no other begins', async () => {
  const stop = new AbortController();
  const { run, facts } = runner(stop.signal);
  const running = run(step(untilAborted), 1);
  stop.abort(new Stopped('asked'));
  await expect(running).rejects.toMatchObject({ why: 'asked' });
  expect(facts.at(-1)).toMatchObject({ state: 'failed', gist: 'stopped' });
  await expect(
    run(
      step(async () => 1),
      1,
    ),
  ).rejects.toMatchObject({ why: 'asked' });
  expect(facts).toHaveLength(2);
});
