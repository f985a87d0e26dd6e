import { type ChildProcess, execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { close as closeCallback, constants, open as openCallback } from 'node:fs';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline, type Readable } from 'node:stream';
import { promisify } from 'node:util';

const open = promisify(openCallback);
const close = promisify(closeCallback);

/** The standard streams of one command: descriptors to hand to it, and its output to read. */
export interface Streams {
  readonly stdin: number | 'ignore' | 'pipe';
  /** For stdout and stderr alike, so that they keep their order. */
  readonly stdout: number;
  readonly output: Socket;
  /** Call once the command has its own copies; the output could not end before, and what is still to be put in waits. */
  handedOver(command: Pick<ChildProcess, 'stdin'>): Promise<void>;
}

/**
 * Makes the streams of commands, belonging to the user they run as. Real pipes and files, because the sockets that
 * `spawn` makes cannot be opened again as /dev/stdout or /dev/stdin, which many scripts do.
 */
export interface StreamMaker {
  make(input: string | Readable | undefined): Promise<Streams>;
  close(): Promise<void>;
}

export async function streamMaker(owner: number | undefined): Promise<StreamMaker> {
  const folder = await mkdtemp(join(tmpdir(), 'bellhop-streams-'));
  // Making a named pipe takes a process, so those that are read to the end, which nobody holds any more, serve again.
  const idle: string[] = [];
  const inputOf = async (input: string | Readable | undefined) => {
    if (input === undefined) return 'ignore';
    return typeof input === 'string' ? inputFile(join(folder, randomUUID()), input, owner) : 'pipe';
  };
  return {
    async make(input) {
      const stdin = await inputOf(input);
      const path = idle.pop() ?? (await namedPipe(join(folder, randomUUID()), owner));
      const { reader, writer } = await bothEnds(path);
      const output = new Socket({ fd: reader, readable: true, writable: false });
      const ours = typeof stdin === 'number' ? [writer, stdin] : [writer];
      return {
        stdin,
        stdout: writer,
        output: output.once('end', () => idle.push(path)),
        async handedOver({ stdin: entrance }) {
          // A command that ends before its input does has heard enough of it.
          if (entrance && typeof input === 'object') pipeline(input, entrance, () => undefined);
          await Promise.all(ours.map((descriptor) => close(descriptor)));
        },
      };
    },
    close: () => rm(folder, { recursive: true }),
  };
}

async function inputFile(path: string, input: string, owner: number | undefined): Promise<number> {
  await writeFile(path, input, { mode: 0o600 });
  await give(path, owner);
  const descriptor = await open(path, 'r');
  await rm(path);
  return descriptor;
}

async function namedPipe(path: string, owner: number | undefined): Promise<string> {
  await promisify(execFile)('/usr/bin/mkfifo', ['-m', '600', path]);
  await give(path, owner);
  return path;
}

async function bothEnds(path: string): Promise<{ reader: number; writer: number }> {
  // In this order: a first writer would wait for a reader.
  const reader = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  return { reader, writer: await open(path, constants.O_WRONLY) };
}

async function give(path: string, owner: number | undefined): Promise<void> {
  if (owner !== undefined) await chown(path, owner, owner);
}
