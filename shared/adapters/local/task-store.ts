import type { DatabaseSync } from 'node:sqlite';
import type { TaskStore } from '#shared/ports.ts';
import { leases } from './task-store/leases.ts';
import { notes } from './task-store/notes.ts';
import { queries } from './task-store/queries.ts';
import { records } from './task-store/records.ts';
import { shown } from './task-store/shown.ts';
import { slots } from './task-store/slots.ts';
import { watching } from './task-store/watch.ts';

/** The durable truth in one SQLite file. `pollMs`: how soon it sees what another process committed. */
export function localTaskStore(database: DatabaseSync, { pollMs = 200 } = {}): TaskStore {
  const { watch, committed } = watching(database, pollMs);
  return {
    ...records(database, committed),
    watch,
    ...queries(database),
    ...leases(database),
    ...slots(database),
    ...notes(database),
    ...shown(database),
  };
}
