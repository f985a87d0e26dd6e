import { writeFile } from 'node:fs/promises';
import { setPriority } from 'node:os';
import { launchOf } from './arguments.ts';
import type { Cgroup } from './cgroup.ts';
import { watchDisk } from './disk.ts';
import { type BubblewrapOptions, type Ground, prepareGround } from './ground.ts';
import { type Launched, launch, rest, sandboxBroken } from './launch.ts';
import { memoryOfGroup, memoryOfTree } from './memory.ts';
import { runs } from './runs.ts';
import type { Command, Result, Sandbox } from './sandbox.ts';
import { supervise } from './supervise.ts';

/** Lower than ours, so that the worker keeps its lease whatever the command does to the processor. */
const NICENESS = 10;

/** Runs commands in namespaces of their own, with nothing of the host but its programs. */
export function bubblewrapSandbox(options: BubblewrapOptions): Sandbox {
  let ground: Promise<Ground> | undefined;
  const { run, end } = runs(async (command) => {
    ground ??= prepareGround(options);
    return runOn(await ground, [options.workspace, options.home], command);
  });
  return {
    kind: 'bubblewrap',
    run,
    refusedHosts: () => options.egress?.refusedHosts() ?? [],
    async close() {
      await end();
      // When there is no ground to stand on, whoever ran a command has heard so.
      const made = await ground?.catch(() => undefined);
      await made?.streams.close();
      await options.egress?.close();
    },
  };
}

async function runOn(ground: Ground, written: readonly string[], command: Command): Promise<Result> {
  const plan = launchOf(ground.layout, command);
  const cgroup = await ground.makeCgroup?.(command.limits);
  try {
    const disk = await watchDisk(written, command.limits.diskBytes);
    const started = await launch(plan, await ground.streams.make(command.input), ground.inherited);
    await settle(started, cgroup);
    const processes = `/proc/${started.init}/root${plan.processes}`;
    const memory = cgroup ? memoryOfGroup(cgroup) : memoryOfTree(processes, command.limits.memoryBytes);
    const result = await supervise(command, started, [memory, disk]);
    if (result.stopped === undefined && !started.reachedCommand()) throw sandboxBroken(result.output);
    return result;
  } finally {
    await cgroup?.remove();
  }
}

/** Puts the sandbox in its place before its command begins. */
async function settle(started: Launched, cgroup: Cgroup | undefined): Promise<void> {
  try {
    await cgroup?.add(started.init);
    // When processor or memory run short on this machine, the sandbox is the one to wait and the first to go.
    setPriority(started.init, NICENESS);
    await writeFile(`/proc/${started.init}/oom_score_adj`, '1000');
  } catch (error) {
    started.kill();
    throw sandboxBroken((await rest(started.output)) || (error as Error).message);
  }
}
