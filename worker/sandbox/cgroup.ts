import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rmdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Limits } from './sandbox.ts';

type Bounds = Pick<Limits, 'memoryBytes' | 'processes'>;

/** A bound around a whole tree of processes, kept by the kernel. */
export interface Cgroup {
  add(pid: number): Promise<void>;
  /** Whether the kernel had to kill something inside for want of memory. */
  ranOutOfMemory(): Promise<boolean>;
  /** For when all of its processes are gone. */
  remove(): Promise<void>;
}

export type MakeCgroup = (bounds: Bounds) => Promise<Cgroup>;

/** A file of the kernel's that sets a bound. `optional`: some kernels have no such file, and less to bound. */
interface Setting {
  readonly file: string;
  readonly value: (bounds: Bounds) => number;
  readonly optional?: true;
}

/** A folder whose children are cgroups. Version 2 has one for everything, version 1 one for each controller. */
interface Parent {
  readonly folder: string;
  readonly settings: readonly Setting[];
  /** Where a child counts its processes killed for want of memory. */
  readonly kills?: string;
}

const NAME = /^bellhop-(\d+)-/; // process id of the worker that made it

/** Finds where this process may make cgroups: below its own, so that what bounds it bounds them. Undefined where it may not. */
export async function findCgroups(
  root = '/sys/fs/cgroup',
  self = '/proc/self/cgroup',
): Promise<MakeCgroup | undefined> {
  const membership = await readFile(self, 'utf8').catch(() => '');
  const parents = (await exists(join(root, 'cgroup.controllers')))
    ? await unified(root, membership)
    : await separate(root, membership);
  return (await mayMakeChildren(parents)) ? (bounds) => make(parents, newName(), bounds) : undefined;
}

async function unified(root: string, membership: string): Promise<Parent[]> {
  const folder = await ownFolder(root, /^0::(.*)$/m.exec(membership)?.[1]);
  // Refused unless the folder was delegated to us, and then the look for `memory.max` below says no.
  await set(join(folder, 'cgroup.subtree_control'), '+memory +pids').catch(() => undefined);
  const settings: Setting[] = [
    { file: 'memory.max', value: ({ memoryBytes }) => memoryBytes },
    { file: 'memory.swap.max', value: () => 0, optional: true },
    { file: 'pids.max', value: ({ processes }) => processes },
  ];
  return [{ folder, settings, kills: 'memory.events' }];
}

async function separate(root: string, membership: string): Promise<Parent[]> {
  const folder = (controller: string) =>
    ownFolder(join(root, controller), new RegExp(`^\\d+:${controller}:(.*)$`, 'm').exec(membership)?.[1]);
  const memory: Setting[] = [
    { file: 'memory.limit_in_bytes', value: ({ memoryBytes }) => memoryBytes },
    { file: 'memory.memsw.limit_in_bytes', value: ({ memoryBytes }) => memoryBytes, optional: true },
  ];
  const pids: Setting[] = [{ file: 'pids.max', value: ({ processes }) => processes }];
  return [
    { folder: await folder('memory'), settings: memory, kills: 'memory.oom_control' },
    { folder: await folder('pids'), settings: pids },
  ];
}

/** A container often shows the host's path for a folder that inside it is simply the root. */
async function ownFolder(root: string, path = '/'): Promise<string> {
  return (await exists(join(root, path))) ? join(root, path) : root;
}

async function mayMakeChildren(parents: readonly Parent[]): Promise<boolean> {
  for (const { folder, settings } of parents) {
    const trial = join(folder, newName());
    try {
      await sweep(folder);
      await mkdir(trial);
    } catch {
      return false;
    }
    const needed = settings.filter(({ optional }) => !optional).map(({ file }) => exists(join(trial, file)));
    const present = await Promise.all(needed);
    await rmdir(trial);
    if (present.includes(false)) return false;
  }
  return true;
}

/** Takes away what workers left behind that were killed. */
async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const owner = NAME.exec(name)?.[1];
    if (owner === undefined || (await exists(`/proc/${owner}`))) continue;
    // Somebody else sweeping at the same time is the only one who could be in the way.
    await rmdir(join(folder, name)).catch(() => undefined);
  }
}

async function make(parents: readonly Parent[], name: string, bounds: Bounds): Promise<Cgroup> {
  const folders = parents.map(({ folder }) => join(folder, name));
  for (const [index, { settings }] of parents.entries()) {
    const folder = folders[index] ?? '';
    await mkdir(folder);
    for (const { file, value, optional } of settings) {
      if (optional && !(await exists(join(folder, file)))) continue;
      await set(join(folder, file), `${value(bounds)}`);
    }
  }
  return cgroup(
    folders,
    parents.flatMap(({ folder, kills }) => (kills ? [join(folder, name, kills)] : [])),
  );
}

function cgroup(folders: readonly string[], kills: readonly string[]): Cgroup {
  return {
    async add(pid) {
      for (const folder of folders) await set(join(folder, 'cgroup.procs'), `${pid}`);
    },
    async ranOutOfMemory() {
      const counts = await Promise.all(kills.map((file) => readFile(file, 'utf8')));
      return counts.some((text) => Number(/^oom_kill (\d+)$/m.exec(text)?.[1] ?? 0) > 0);
    },
    async remove() {
      for (const folder of folders) await removeEmptied(folder);
    },
  };
}

/** The kernel may take a moment to see that the last process has left. */
async function removeEmptied(folder: string, triesLeft = 50): Promise<void> {
  try {
    await rmdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EBUSY' || triesLeft === 0) throw error;
    await sleep(10);
    await removeEmptied(folder, triesLeft - 1);
  }
}

function newName(): string {
  return `bellhop-${process.pid}-${randomUUID()}`;
}

/** Never makes a file: where the kernel's is missing there is nothing to set. */
async function set(file: string, value: string): Promise<void> {
  await writeFile(file, value, { flag: 'r+' });
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
