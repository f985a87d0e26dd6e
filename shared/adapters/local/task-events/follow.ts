import { mkdirSync, watch } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { TaskEventsReader } from '#shared/ports.ts';
import type { Report } from '../../report.ts';
import { kindOf } from './files.ts';
import { followEvents } from './follow-events.ts';
import { followTelemetry } from './follow-telemetry.ts';
import type { Follower } from './follower.ts';

type Handle = Parameters<TaskEventsReader['subscribe']>[0];

interface Options {
  readonly folder: string;
  readonly pollMs: number;
  readonly report: Report;
}

/** Follows every file of a folder, each for itself: one attempt's trouble holds up no other. */
export function follow({ folder, pollMs, report }: Options, handle: Handle): () => Promise<void> {
  const followers = new Map<string, Follower>();
  let open = true;

  function follower(name: string): Follower | undefined {
    const kind = kindOf(name);
    if (!kind || !open) return undefined;
    const known = followers.get(name);
    if (known) return known;
    const file = join(folder, name);
    const made =
      kind === 'events' ? followEvents(file, handle.events, report) : followTelemetry(file, handle.telemetry, report);
    followers.set(name, made);
    return made;
  }

  function look(name: string): void {
    follower(name)
      ?.look()
      .then((there) => there || followers.delete(name), report);
  }

  const lookAtAll = () => readdir(folder).then((names) => names.forEach(look), report);

  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const watcher = watch(folder, (_, name) => name && look(name));
  // The poll goes on, so that losing the watcher costs time only.
  watcher.on('error', report);
  const poll = setInterval(lookAtAll, pollMs);
  void lookAtAll();
  return async () => {
    open = false;
    watcher.close();
    clearInterval(poll);
    await Promise.all([...followers.values()].map((one) => one.stop()));
  };
}
