import type { Firestore, QueryDocumentSnapshot, Timestamp } from '@google-cloud/firestore';
import type { TaskStore } from '#shared/ports.ts';
import type { Ask } from './ask.ts';
import { isLater, type ServerClock } from './clock.ts';
import { type Listener, listening } from './listening.ts';
import { taskIn } from './record-fields.ts';

interface Watcher {
  readonly changed: Parameters<TaskStore['watch']>[0];
  /** What was committed up to then, it does not want to hear; undefined when this process has seen nothing yet. */
  readonly since: Timestamp | undefined;
}

interface Needs {
  readonly ask: Ask;
  readonly clock: ServerClock;
  readonly onBroken: (error: unknown) => void;
}

/** One listener for all who watch: it begins with the first of them and ends with the last. */
export function watching(firestore: Firestore, { ask, clock, onBroken }: Needs) {
  const watchers = new Set<Watcher>();
  let listener: Listener | undefined;

  function tell(document: QueryDocumentSnapshot): void {
    const concerned = [...watchers].filter(({ since }) => !since || isLater(document.updateTime, since));
    if (concerned.length === 0) return;
    const task = taskIn(document);
    for (const { changed } of concerned) changed(task);
  }

  return {
    watch: (changed: Watcher['changed']): (() => void) => {
      const watcher: Watcher = { changed, since: clock.latest() };
      listener ??= listening(firestore, { ask, since: watcher.since, tell, onBroken });
      watchers.add(watcher);
      return () => {
        watchers.delete(watcher);
        if (watchers.size > 0) return;
        listener?.end();
        listener = undefined;
      };
    },
    /** After Firestore was away: its own client waits a minute and longer before it listens again. */
    listenAgain: (): void => listener?.restart(),
  };
}
