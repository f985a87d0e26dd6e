import { setTimeout as sleep } from 'node:timers/promises';
import { type Container, startContainer } from './container.ts';

/** How far an execution has come, with what is true of it there. */
export type State =
  | { readonly is: 'pending' }
  | { readonly is: 'running'; readonly startedAt: number }
  | { readonly is: 'ended'; readonly startedAt?: number; readonly endedAt: number; readonly how: End };

type End = 'succeeded' | 'failed' | 'timed out' | 'cancelled';

/** What an execution is started with. */
export interface Spec {
  /** Its short name, as it sees it itself. */
  readonly name: string;
  /** The full name of its job. */
  readonly job: string;
  readonly createdAt: number;
  readonly command: readonly [string, ...string[]];
  /** What the container has anyway. */
  readonly baseEnv: Readonly<Record<string, string>>;
  /** What it was started with besides, and what its template shows. */
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Between SIGTERM and SIGKILL. */
  readonly graceMs: number;
  readonly logFile: string;
  /** It waits so long for a container; for ever, when infinite. */
  readonly startsAfterMs: number;
  /** Until so long after its creation no list has it. */
  readonly listedAfterMs: number;
}

/** One execution of a job, from RunJob until nothing of it is left. */
export interface Execution extends Spec {
  state(): State;
  isBeingCancelled(): boolean;
  cancel(): void;
  /** SIGTERM, ten seconds, SIGKILL, as maintenance of the machine does to it. */
  evict(): void;
  /** Without asking it. */
  kill(): void;
  /** To everything in its container. */
  signal(name: NodeJS.Signals): void;
  readonly ended: Promise<void>;
}

export function startExecution(spec: Spec): Execution {
  const stop = new AbortController();
  let [isCancelled, isTimedOut, graceMs] = [false, false, spec.graceMs];
  let state: State = { is: 'pending' };
  let container: Container | undefined;

  async function live(): Promise<End> {
    await pause(spec.startsAfterMs, stop.signal);
    if (stop.signal.aborted) return 'cancelled';
    container = await startContainer({ ...spec, execution: spec.name, env: environmentOf(spec) });
    state = { is: 'running', startedAt: Date.now() };
    const timer = setTimeout(timeOut, spec.timeoutMs);
    // It may have been stopped while it was being started.
    if (stop.signal.aborted) end();
    const code = await container.ended;
    clearTimeout(timer);
    if (isCancelled) return 'cancelled';
    if (isTimedOut) return 'timed out';
    return code === 0 ? 'succeeded' : 'failed';
  }

  function end(): void {
    stop.abort();
    void container?.stop(graceMs);
  }
  function cancel(): void {
    isCancelled = true;
    end();
  }
  function timeOut(): void {
    isTimedOut = true;
    end();
  }
  const close = (how: End): void => {
    const began = state.is === 'running' ? { startedAt: state.startedAt } : {};
    state = { is: 'ended', ...began, endedAt: Date.now(), how };
  };

  return {
    ...{ ...spec, cancel },
    state: () => state,
    isBeingCancelled: () => isCancelled,
    evict: () => {
      if (container) end();
    },
    kill: () => {
      graceMs = 0;
      cancel();
    },
    signal: (name) => container?.signal(name),
    // A program that is not there is one more way to fail.
    ended: live().then(close, () => close('failed')),
  };
}

/** The longest that a timer can wait: whoever waits for ever is only ever woken. */
const FOREVER_MS = 2 ** 31 - 1;

async function pause(forMs: number, until: AbortSignal): Promise<void> {
  // Woken it goes on like one that has waited to the end; whoever waits asks which it was.
  await sleep(Math.min(forMs, FOREVER_MS), undefined, { signal: until }).catch(() => {});
}

/** What Cloud Run tells a container about itself. Each execution has one task, which is tried once. */
function environmentOf({ baseEnv, env, job, name }: Spec): Readonly<Record<string, string>> {
  return {
    ...baseEnv,
    ...env,
    CLOUD_RUN_JOB: job.slice(job.lastIndexOf('/') + 1),
    CLOUD_RUN_EXECUTION: name,
    CLOUD_RUN_TASK_INDEX: '0',
    CLOUD_RUN_TASK_COUNT: '1',
    CLOUD_RUN_TASK_ATTEMPT: '0',
  };
}
