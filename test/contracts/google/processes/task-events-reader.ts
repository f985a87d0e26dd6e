import { writeSync } from 'node:fs';
import { pubsubTaskEventsReader } from '#shared/adapters/google/task-events.ts';

const [project = '', subscription = ''] = process.argv.slice(2);

/** Prints each event that is handed over, and never comes to an end with it. */
pubsubTaskEventsReader({ project, subscription }).subscribe({
  events: async (batch) => {
    for (const raw of batch) writeSync(1, `${raw}\n`);
    await new Promise(() => {});
  },
  telemetry: () => {},
});
