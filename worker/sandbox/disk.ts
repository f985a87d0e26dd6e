import { lstat, opendir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Check } from './supervise.ts';

/** An empty file is not free: ten million of them fill a disk too. */
const BYTES_PER_FILE = 512;
/** Counting files takes long in a big tree; at most a tenth of the time goes into it. */
const REST_PER_COUNT = 9;
/** Beyond this many times the limit nobody is asked who it was: deleted files that are still open cannot be counted. */
const NO_MORE_QUESTIONS = 4;

/**
 * Watches how much the folders grow from now on. The file system is asked first, which is quick; only when it has lost
 * as much as is allowed are the files counted, so that a neighbour's writes are not blamed on this command.
 */
export async function watchDisk(folders: readonly string[], limitBytes: number): Promise<Check> {
  const since = Date.now();
  const systems = await distinctFileSystems(folders);
  const before = await used(systems);
  let countAgainAt = 0;
  return async () => {
    const lost = (await used(systems)) - before;
    if (lost < limitBytes) return undefined;
    if (lost >= NO_MORE_QUESTIONS * limitBytes) return 'disk';
    const began = Date.now();
    if (began < countAgainAt) return undefined;
    const own = await changedBytes(folders, since, limitBytes);
    countAgainAt = Date.now() + REST_PER_COUNT * (Date.now() - began);
    return own >= limitBytes ? 'disk' : undefined;
  };
}

async function distinctFileSystems(folders: readonly string[]): Promise<string[]> {
  const byDevice = new Map<number, string>();
  for (const folder of folders) byDevice.set((await stat(folder)).dev, folder);
  return [...byDevice.values()];
}

async function used(systems: readonly string[]): Promise<number> {
  const all = await Promise.all(systems.map((folder) => statfs(folder)));
  return all.reduce((bytes, { bsize, blocks, bfree, files, ffree }) => {
    return bytes + (blocks - bfree) * bsize + (files - ffree) * BYTES_PER_FILE;
  }, 0);
}

/** Size of everything changed since; stops as soon as it is enough. The change time is the one time nobody can set back. */
async function changedBytes(folders: readonly string[], since: number, enough: number): Promise<number> {
  const waiting = [...folders];
  let bytes = 0;
  for (let folder = waiting.pop(); folder !== undefined && bytes < enough; folder = waiting.pop()) {
    for await (const path of entries(folder)) {
      // A file that is gone by now takes no room.
      const about = await lstat(path).catch(() => undefined);
      if (about?.isDirectory()) waiting.push(path);
      if (about && about.ctimeMs >= since) bytes += about.blocks * 512 + BYTES_PER_FILE;
      if (bytes >= enough) break;
    }
  }
  return bytes;
}

/** Never all at once in memory: a hostile folder may have millions. */
async function* entries(folder: string): AsyncGenerator<string> {
  // A folder that cannot be listed is gone, or hidden too deep on purpose; the file system's own figure still counts it.
  const listing = await opendir(folder).catch(() => undefined);
  if (!listing) return;
  for await (const entry of listing) yield join(folder, entry.name);
}
