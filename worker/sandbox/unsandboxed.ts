import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { folderOf } from './arguments.ts';
import { killNow } from './kill.ts';
import { runs } from './runs.ts';
import type { Command, Sandbox } from './sandbox.ts';
import { type StreamMaker, type Streams, streamMaker } from './streams.ts';
import { type Started, supervise } from './supervise.ts';

const NOT_FOUND = 127;
const SILENCE_MS = 200;

export interface UnsandboxedOptions {
  readonly workspace: string;
  readonly home: string;
  /** Where programs are searched for, after our own node. */
  readonly path: string;
}

/**
 * Isolates NOTHING: a command here can read, change and reach whatever the worker can. It only starts with an empty
 * environment and is bounded in time and output; processes, memory, disk and network are not bounded at all, and a
 * process that leaves its group outlives the command. For the playground's own samples where bubblewrap is missing.
 */
export function unsandboxed(options: UnsandboxedOptions): Sandbox {
  let streams: Promise<StreamMaker> | undefined;
  const { run, end } = runs(async (command) => {
    streams ??= streamMaker(undefined);
    return supervise(command, await start(options, command, await (await streams).make(command.input)), []);
  });
  return {
    kind: 'none',
    run,
    refusedHosts: () => [],
    async close() {
      await end();
      await (await streams)?.close();
    },
  };
}

async function start(options: UnsandboxedOptions, command: Command, streams: Streams): Promise<Started> {
  const { stdin, stdout, output } = streams;
  const [file = '', ...args] = command.argv;
  const cwd = folderOf(options.workspace, command.cwd);
  // A group of its own, which can be killed as a whole.
  const child = spawn(file, args, {
    cwd,
    env: environment(options, command),
    detached: true,
    stdio: [stdin, stdout, stdout],
  });
  const problem = await once(child, 'spawn').then(
    () => undefined,
    (error: Error) => error,
  );
  if (problem) writeSync(stdout, `${problem.message}\n`);
  const exited = problem ? Promise.resolve(NOT_FOUND) : once(child, 'exit').then(() => ended(child, output));
  await streams.handedOver(child);
  return { output, exited, begin: () => undefined, kill: () => killGroup(child) };
}

function environment({ home, path }: UnsandboxedOptions, { env }: Command): Record<string, string> {
  const own = {
    PATH: `${dirname(process.execPath)}:${path}`,
    HOME: home,
    LANG: 'C.UTF-8',
    TMPDIR: tmpdir(),
    CI: 'true',
  };
  return { ...own, ...env };
}

async function ended(child: ChildProcess, output: Socket): Promise<number | null> {
  killGroup(child);
  // Somebody who left the group may hold the pipe for ever; so the output ends where it falls silent.
  for (let heard = -1; !output.readableEnded && output.bytesRead > heard; ) {
    heard = output.bytesRead;
    await Promise.race([once(output, 'end'), sleep(SILENCE_MS)]);
  }
  if (!output.readableEnded) output.push(null);
  return child.exitCode;
}

function killGroup(child: ChildProcess): void {
  if (child.pid !== undefined) killNow(-child.pid);
}
