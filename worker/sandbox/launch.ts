import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { TaskError } from '#shared/task/failure.ts';
import { DESCRIPTORS, type Launch } from './arguments.ts';
import { dead, killNow } from './kill.ts';
import type { Streams } from './streams.ts';
import type { Started } from './supervise.ts';

/** A sandbox that stands, with its command held back until `begin`. */
export interface Launched extends Started {
  /** Process 1 of the sandbox, as the host numbers it: whoever kills it kills everything inside. */
  readonly init: number;
  /** Whether the command itself was reached; if not, the output is bubblewrap's own complaint. */
  reachedCommand(): boolean;
}

/** Builds the sandbox around a command. `inherited` are descriptors of ours that must not get in. */
export async function launch(plan: Launch, streams: Streams, inherited: readonly number[]): Promise<Launched> {
  const child = start(plan.argv, streams, inherited);
  await once(child, 'spawn').catch(async (error: Error) => {
    await streams.handedOver(child);
    streams.output.destroy();
    throw sandboxBroken(error.message);
  });
  const closed = once(child, 'close');
  const info = readJson(child, DESCRIPTORS.info);
  const status = readJson(child, DESCRIPTORS.status);
  send(child, DESCRIPTORS.piped).end(plan.piped.map((argument) => `${argument}\0`).join(''));
  await streams.handedOver(child);
  const init = await info.number('child-pid');
  if (init === undefined) throw sandboxBroken(await rest(streams.output));
  const block = send(child, DESCRIPTORS.block);
  return {
    init,
    output: streams.output,
    exited: closed.then(() => dead(init)).then(() => child.exitCode),
    begin: () => void block.end('x'),
    kill: () => kill(child, init),
    reachedCommand: () => status.now('exit-code') !== undefined,
  };
}

function start(argv: readonly string[], { stdin, stdout }: Streams, inherited: readonly number[]): ChildProcess {
  const [file = '', ...args] = argv;
  const own = [stdin, stdout, stdout, 'pipe', 'pipe', 'pipe', 'pipe'] as const;
  const length = Math.max(own.length, ...inherited.map((descriptor) => descriptor + 1));
  // A descriptor cannot be taken from a child, but another can be put in its place.
  const covered = (descriptor: number) => (inherited.includes(descriptor) ? stdout : 'ignore');
  const stdio = Array.from({ length }, (_, descriptor) => own[descriptor] ?? covered(descriptor));
  return spawn(file, args, { cwd: '/', env: {}, detached: true, stdio });
}

/** What bubblewrap reports of itself: JSON, of which single numbers are wanted. */
function readJson(child: ChildProcess, descriptor: number) {
  const source = child.stdio[descriptor] as Readable;
  let text = '';
  source.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  const now = (name: string) => {
    const digits = new RegExp(`"${name}": (\\d+)\\s*[,}]`).exec(text)?.[1];
    return digits === undefined ? undefined : Number(digits);
  };
  return {
    now,
    /** As soon as it is there; undefined when the report ends without it. */
    async number(name: string) {
      while (now(name) === undefined && !source.readableEnded)
        await Promise.race([once(source, 'data'), once(source, 'end')]);
      return now(name);
    },
  };
}

function send(child: ChildProcess, descriptor: number): Writable {
  const pipe = child.stdio[descriptor] as Writable;
  // Whoever stopped reading has ended, and the end of the process tells why.
  return pipe.on('error', () => undefined);
}

/** What is still to read: of a sandbox that fell apart, bubblewrap's complaint. */
export async function rest(output: Readable): Promise<string> {
  return Buffer.concat(await output.toArray()).toString();
}

/**
 * Kills process 1, and not bubblewrap outside: the kernel ends all of a namespace before its process 1 is dead, so that
 * one's death is the proof that nothing is left. Bubblewrap's own end is none: it leaves with the command, and process 1
 * dies after it.
 */
function kill(child: ChildProcess, init: number): void {
  if (child.exitCode === null && child.signalCode === null) killNow(init);
}

/** The command did not run, and that was not its fault. */
export function sandboxBroken(complaint: string): TaskError {
  return new TaskError('sandbox_unavailable', `The sandbox broke down: ${complaint.trim().slice(-500)}`, {
    whose: 'service',
    remedy: 'Check that bubblewrap 0.8 or newer is installed and that the kernel allows user namespaces.',
  });
}
