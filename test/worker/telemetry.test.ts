import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { Telemetry } from '#shared/task/events.ts';
import { NO_USAGE } from '#shared/task/step.ts';
import { HIDDEN } from '#shared/text/redact.ts';
import { verify } from '#shared/worker-api.ts';
import { createRedaction } from '#worker/redaction.ts';
import { createTelemetry, tailing } from '#worker/telemetry.ts';

const KEY = 'cd'.repeat(32);
const SECRET = 'hunter2-hunter2';

function open() {
  const told: Telemetry[] = [];
  const telemetry = createTelemetry({
    writer: { tell: async (raw) => void told.push(Telemetry.parse(JSON.parse(verify(raw, KEY) ?? ''))) },
    task: 't0123456789a',
    attempt: 1,
    key: KEY,
    redact: createRedaction([SECRET]).redact,
    now: () => 7,
  });
  onTestFinished(telemetry.close);
  return { ...telemetry, told };
}

test('of many reports the first is sent at once, and later the latest', async () => {
  const { report, told } = open();
  for (let count = 1; count <= 100; count += 1) report({ doing: `line ${count}` });
  await expect.poll(() => told.map(({ doing }) => doing)).toEqual(['line 1', 'line 100']);
});

test('usage stays in sight while there is nothing newer', async () => {
  const { report, told } = open();
  const usage = { ...NO_USAGE, turns: 4 };
  report({ doing: 'thinking', usage });
  report({ doing: 'npm test' });
  await expect.poll(() => told.at(-1)).toMatchObject({ doing: 'npm test', usage });
});

test('a secret is hidden, also when a long tail is cut just there', async () => {
  const { report, told } = open();
  tailing(report, SECRET)(`${SECRET}\n`.repeat(1_000));
  await expect.poll(() => told.length).toBe(1);
  expect(told[0]?.doing).toBe(HIDDEN);
  expect(told[0]?.tail).toMatch(/^…?(\[secret hidden\]\n)+$/);
});

test('nothing is sent after it was closed', async () => {
  const { report, close, told } = open();
  report({ doing: 'one' });
  report({ doing: 'two' });
  close();
  await sleep(700);
  expect(told.map(({ doing }) => doing)).toEqual(['one']);
});
