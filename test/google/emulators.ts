import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '#deploy/local/free-port.ts';
import { type EmulatorKind, findEmulators } from './emulator-files.ts';

/** One of Google's own emulators, as a process of ours. */
export interface Emulator {
  /** `127.0.0.1:PORT`, as FIRESTORE_EMULATOR_HOST and PUBSUB_EMULATOR_HOST want it. */
  readonly host: string;
  readonly pid: number | undefined;
  /** SIGKILL. What it kept is gone; `restart` begins anew at the same address. */
  kill(): Promise<void>;
  restart(): Promise<void>;
}

/** Rejects with what it said when it does not start. */
export async function startEmulator(kind: EmulatorKind): Promise<Emulator> {
  const files = findEmulators();
  if ('why' in files) throw new Error(files.why);
  const port = await freePort();
  const begin = () => launch(kind, [...files.commands[kind], '--host=127.0.0.1', `--port=${port}`], port);
  let child = await begin();
  const kill = () => end(child);
  return {
    host: `127.0.0.1:${port}`,
    get pid() {
      return child.pid;
    },
    kill,
    restart: async () => {
      await kill();
      child = await begin();
    },
  };
}

/** Both of them for as long as something runs that looks for them where Google's clients do. */
export async function withEmulators<T>(use: () => Promise<T>): Promise<T> {
  const [firestore, pubsub] = await Promise.all([startEmulator('firestore'), startEmulator('pubsub')]);
  process.env.FIRESTORE_EMULATOR_HOST = firestore.host;
  process.env.PUBSUB_EMULATOR_HOST = pubsub.host;
  process.env.METADATA_SERVER_DETECTION = 'none';
  try {
    return await use();
  } finally {
    await Promise.all([firestore.kill(), pubsub.kill()]);
  }
}

const START_MS = 60_000;

async function launch(kind: EmulatorKind, args: readonly string[], port: number): Promise<ChildProcess> {
  const child = spawn('java', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said = (said + chunk).slice(-4_000);
    });
  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline && child.exitCode === null) {
    if (await answers(port)) return child;
    await sleep(50);
  }
  await end(child);
  throw new Error(`the ${kind} emulator did not start: ${said}`);
}

async function answers(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/`).then(
    (response) => response.ok,
    // Not listening yet.
    () => false,
  );
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
