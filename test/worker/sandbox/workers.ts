import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { probeSandbox } from '#worker/sandbox/probe.ts';
import type { Command, Result, Sandbox } from '#worker/sandbox/sandbox.ts';
import type { Answer, Ask, Setup } from './worker-process.ts';

/** Users that exist on no machine by name, so that nothing else runs as them. */
const ORDINARY_USER = 61_234;
const SANDBOX_USER = 61_235;
/** Node itself closes low descriptors to its children; a high one gets through. */
const HIGH = 40;
const PROGRAM = join(import.meta.dirname, 'worker-process.ts');

/** A sandbox in a worker process of its own. */
export interface Worker extends Sandbox {
  readonly process: ChildProcess;
  /** What the sandbox refused so far, asked in the worker. */
  refused(): Promise<readonly string[]>;
  residentBytes(): Promise<number>;
}

/** Somebody a worker can run as. */
export interface WorkerUser {
  readonly name: string;
  /** Why no sandbox can be had for this user here. */
  readonly missing: string | undefined;
  readonly user: number;
  open(setup: Omit<Setup, 'user'>, options?: { env?: Record<string, string>; inherits?: number }): Promise<Worker>;
}

/** Both ways a worker can run: as root, which drops to a user first, and as an ordinary user. */
export async function workerUsers(): Promise<WorkerUser[]> {
  const probe = await probeSandbox();
  const missing = probe.works ? undefined : probe.why;
  const isRoot = process.getuid?.() === 0;
  const canRead =
    isRoot && spawnSync('/usr/bin/setpriv', [...becoming(ORDINARY_USER), 'test', '-r', PROGRAM]).status === 0;
  const noRoot = isRoot ? undefined : 'these tests do not run as root';
  const closed = isRoot && !canRead ? 'the checkout is in a folder that only root can enter' : undefined;
  const ordinary = isRoot ? ORDINARY_USER : (process.getuid?.() ?? ORDINARY_USER);
  const drop = isRoot ? ['/usr/bin/setpriv', ...becoming(ordinary)] : [];
  return [
    { name: 'root', user: 0, missing: missing ?? noRoot, open: opening([]) },
    { name: 'an ordinary user', user: ordinary, missing: missing ?? closed, open: opening(drop) },
  ];
}

/** The same, and root on a machine that lets nobody make cgroups. */
export async function workerUsersWithoutCgroups(): Promise<WorkerUser[]> {
  const users = await workerUsers();
  const hide = ['unshare', '--mount', 'sh', '-c', 'mount -t tmpfs none /sys/fs/cgroup && exec "$@"', 'sh'];
  const root = users.filter(({ user }) => user === 0);
  return [...users, ...root.map((each) => ({ ...each, name: 'root without cgroups', open: opening(hide) }))];
}

function opening(prefix: readonly string[]): WorkerUser['open'] {
  return (setup, options) => openWorker(setup, prefix, options);
}

function becoming(user: number): string[] {
  return ['--reuid', `${user}`, '--regid', `${user}`, '--clear-groups'];
}

async function openWorker(
  setup: Omit<Setup, 'user'>,
  prefix: readonly string[],
  { env = {}, inherits }: { env?: Record<string, string>; inherits?: number } = {},
): Promise<Worker> {
  const [file = '', ...args] = [...prefix, process.execPath, PROGRAM];
  const child = spawn(file, args, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc', ...Array(HIGH - 4).fill('ignore'), inherits ?? 'ignore'],
    // What a killed worker leaves in there goes with the place.
    env: { ...process.env, TMPDIR: dirname(setup.workspace), ...env },
  });
  const ask = asker(child);
  await ask({ what: 'open', setup: { ...setup, user: SANDBOX_USER } });
  return {
    kind: 'bubblewrap',
    process: child,
    run: ({ signal, onOutput, input, ...command }: Command) => {
      const told = typeof input === 'string' ? { ...command, input } : command;
      const [listening, feeding] = [onOutput !== undefined, typeof input === 'object'];
      return ask({ what: 'run', command: told, listening, feeding }, { signal, onOutput, input }) as Promise<Result>;
    },
    refusedHosts: () => [],
    refused: () => ask({ what: 'refused' }) as Promise<string[]>,
    residentBytes: () => ask({ what: 'memory' }) as Promise<number>,
    async close() {
      if (!child.connected) return;
      const gone = once(child, 'exit');
      await ask({ what: 'close' });
      await gone;
    },
  };
}

type AskFunction = (ask: Ask, meanwhile?: Partial<Meanwhile>) => Promise<unknown>;

/** What goes on while a command runs. */
interface Meanwhile {
  readonly signal: AbortSignal;
  readonly onOutput: ((text: string) => void) | undefined;
  readonly input: string | Readable | undefined;
}

/** Sends a question to the worker and waits for the answer of the same number. */
function asker(child: ChildProcess): AskFunction {
  let asked = 0;
  return async (ask, { signal, onOutput, input } = {}) => {
    asked += 1;
    const id = asked;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const hear = (answer: Answer) => {
      if (answer.id !== id) return;
      if ('output' in answer) onOutput?.(answer.output);
      else if ('problem' in answer)
        reject(Object.assign(new Error(answer.problem.message), { code: answer.problem.code }));
      else resolve(answer.result);
    };
    const gone = () => reject(new Error('The worker process has ended.'));
    const abort = () => child.send({ id: 0, ask: { what: 'abort', run: id } });
    child.on('message', hear).once('exit', gone);
    child.send({ id, ask });
    if (typeof input === 'object') {
      const feed = (text?: string) => child.send({ id: 0, ask: { what: 'feed', run: id, text } });
      input.on('data', (text: Buffer) => feed(text.toString())).on('end', () => feed());
    }
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort);
    return promise.finally(() => {
      child.off('message', hear).off('exit', gone);
      signal?.removeEventListener('abort', abort);
    });
  };
}
