import { writeSync } from 'node:fs';
import { localTaskEventsWriter } from '#shared/adapters/local/task-events.ts';

const [folder = '', task = '', name = ''] = process.argv.slice(2);
const writer = localTaskEventsWriter({ folder, task, attempt: 1 });

/** Publishes for as long as it lives, and prints each event once it is published. */
for (let index = 0; ; index += 1) {
  const raw = JSON.stringify({ event: `${name} ${index} ${'x'.repeat(5_000)}` });
  await writer.publish(raw);
  writeSync(1, `${raw}\n`);
}
