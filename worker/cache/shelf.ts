import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogError } from '../log.ts';
import { runProgram } from '../program.ts';

/**
 * Folders that any worker of this machine may leave for the others, whole or not at all. What stands here never changes;
 * a newer one of the same name takes its place. It only saves time: whatever goes wrong here is told to whoever looks after
 * the machine, and to nobody else.
 */
export interface Shelf {
  /** What `use` makes of the newest of that name. Undefined where there is none, or none that could be used to the end. */
  take<Result>(name: string, use: (entry: string) => Promise<Result>): Promise<Result | undefined>;
  /** Leaves what `fill` writes into an empty folder. What was used longest ago has to go when there is too much. */
  put(name: string, fill: (entry: string) => Promise<void>): Promise<void>;
}

interface ShelfOptions {
  /** One that only workers can reach. */
  readonly folder: string;
  readonly mostBytes: number;
  readonly log: LogError;
  readonly signal: AbortSignal;
}

export function openShelf(options: ShelfOptions): Shelf {
  const { folder, log, signal } = options;
  return {
    async take(name, use) {
      const newest = (await entriesIn(folder)).findLast((entry) => entry.name === name);
      if (!newest) return undefined;
      try {
        return await whileItStands(newest.path, use);
      } catch (error) {
        signal.throwIfAborted();
        log('cache.unusable', error);
        await remove(newest.path, folder);
        return undefined;
      }
    },
    async put(name, fill) {
      try {
        await leave(name, fill, options);
        await makeRoom(options);
      } catch (error) {
        signal.throwIfAborted();
        log('cache.not_kept', error);
      }
    },
  };
}

interface Entry {
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
  readonly usedAt: number;
}

const NAME = /^([\w.-]+)~(\d+)~[\w-]+$/;
const BUILDING = '.new-';
const GOING = '.old-';
const UNFINISHED = /^\.(?:new|old)-/;

/** All that stand here, the one used longest ago first. */
async function entriesIn(folder: string): Promise<readonly Entry[]> {
  // Before the first one was left there is no folder.
  const names = await readdir(folder).catch((): string[] => []);
  const found = await Promise.all(names.map((name) => entryOf(join(folder, name), NAME.exec(name))));
  return found.flat().sort((a, b) => a.usedAt - b.usedAt);
}

async function entryOf(path: string, parts: RegExpExecArray | null): Promise<Entry[]> {
  const [, name, bytes] = parts ?? [];
  if (name === undefined) return [];
  // One that another worker just threw out is as good as never there.
  const about = await stat(path).catch(() => undefined);
  return about ? [{ path, name, bytes: Number(bytes), usedAt: about.mtimeMs }] : [];
}

/** Whoever throws one out renames it before anything in it is gone: what still stands after the use was whole all along. */
async function whileItStands<Result>(path: string, use: (entry: string) => Promise<Result>): Promise<Result> {
  const now = new Date();
  await utimes(path, now, now);
  const result = await use(path);
  await stat(path);
  return result;
}

async function leave(name: string, fill: (entry: string) => Promise<void>, options: ShelfOptions): Promise<void> {
  const { folder, mostBytes, signal } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const building = join(folder, `${BUILDING}${randomUUID()}`);
  await mkdir(building);
  try {
    await fill(building);
    const bytes = await sizeOf(building, signal);
    if (bytes <= mostBytes) await place(building, name, bytes, folder);
  } finally {
    await remove(building, folder);
  }
}

async function place(building: string, name: string, bytes: number, folder: string): Promise<void> {
  const older = (await entriesIn(folder)).filter((entry) => entry.name === name);
  await rename(building, join(folder, `${name}~${bytes}~${randomUUID()}`));
  for (const { path } of older) await remove(path, folder);
}

/** Longer than any worker takes to fill or to empty one: what is older was left by one that was killed. */
const ABANDONED_MS = 6 * 60 * 60_000;

async function makeRoom({ folder, mostBytes }: ShelfOptions): Promise<void> {
  const entries = await entriesIn(folder);
  let bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  for (const entry of entries) {
    if (bytes <= mostBytes) break;
    await remove(entry.path, folder);
    bytes -= entry.bytes;
  }
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (UNFINISHED.test(name) && (await isAbandoned(path))) await remove(path, folder);
  }
}

async function isAbandoned(path: string): Promise<boolean> {
  const about = await stat(path).catch(() => undefined);
  return about !== undefined && Date.now() - about.mtimeMs > ABANDONED_MS;
}

/** First out of sight, whole, and only then piece by piece. */
async function remove(path: string, folder: string): Promise<void> {
  const going = join(folder, `${GOING}${randomUUID()}`);
  const isHere = await rename(path, going).then(
    () => true,
    () => false,
  );
  if (!isHere) return;
  await utimes(going, new Date(), new Date());
  // Some package managers take the right to write from what they installed.
  if (process.getuid?.() !== 0) await runProgram('chmod', ['-R', 'u+rwX', '--', going]);
  await rm(going, { recursive: true, force: true });
}

async function sizeOf(folder: string, signal: AbortSignal): Promise<number> {
  const { stdout } = await runProgram('du', ['-s', '--block-size=1', '--', folder], { signal });
  signal.throwIfAborted();
  return Number.parseInt(stdout, 10);
}
