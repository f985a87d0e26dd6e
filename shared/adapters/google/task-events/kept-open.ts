import { setTimeout as sleep } from 'node:timers/promises';
import { growingPause } from '../../growing-pause.ts';
import type { Report } from '../../report.ts';

/** Says of a connection that it works, or what it failed of. */
interface Ends {
  readonly works: () => void;
  readonly fails: (error: unknown) => void;
}

/** Opens one, and gives what closes it. */
type Connect = (ends: Ends) => () => Promise<void> | void;

const pauseMs = growingPause(500, 30_000);

/** Keeps a connection open until `stopped`. One that failed is told of, and opened again after a growing pause. */
export async function keptOpen(
  connect: Connect,
  { stopped, report }: { readonly stopped: AbortSignal; readonly report: Report },
): Promise<void> {
  let failures = 0;
  while (!stopped.aborted) {
    const ended = Promise.withResolvers<void>();
    const close = connect({
      works: () => {
        failures = 0;
      },
      fails: ended.reject,
    });
    const end = () => ended.resolve();
    stopped.addEventListener('abort', end);
    await ended.promise.catch(report);
    stopped.removeEventListener('abort', end);
    await close();
    failures += 1;
    await sleep(pauseMs(failures), undefined, { signal: stopped }).catch(noLongerNeeded);
  }
}

/** A pause ends early only because nobody wants the next try. */
function noLongerNeeded(): void {}
