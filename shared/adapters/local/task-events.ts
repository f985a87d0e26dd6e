import type { TaskEventsReader, TaskEventsWriter } from '#shared/ports.ts';
import { type Report, warn } from '../report.ts';
import { appender } from './task-events/appender.ts';
import { retire, type Source, sourceFile } from './task-events/files.ts';
import { follow } from './task-events/follow.ts';
import { latestWriter } from './task-events/latest.ts';

interface ReaderOptions {
  readonly folder: string;
  /** How soon it sees what the file system did not tell of by itself. */
  readonly pollMs?: number;
  readonly report?: Report;
}

/**
 * The bot's end: one file per attempt in a folder, read as it grows. A reader that starts hands over every file from
 * its beginning, so attempts are to be retired once they are in the record.
 */
export function localTaskEventsReader({ folder, pollMs = 1_000, report = warn }: ReaderOptions): TaskEventsReader {
  return {
    subscribe: (handle) => follow({ folder, pollMs, report }, handle),
    retire: (task, attempt) => retire(folder, { task, attempt }),
  };
}

/** The worker's end of one attempt. */
export function localTaskEventsWriter({ folder, ...source }: Source & { readonly folder: string }): TaskEventsWriter {
  const events = appender(sourceFile(folder, source, 'events'));
  const telemetry = latestWriter(sourceFile(folder, source, 'telemetry'));
  return {
    publish: events.append,
    tell: telemetry.replace,
    close: async () => {
      await Promise.all([events.close(), telemetry.close()]);
    },
  };
}
