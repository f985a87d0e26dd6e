import { mkdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogError } from '../log.ts';
import { openShelf, type Shelf } from './shelf.ts';

/** What workers of one machine leave for each other. */
export interface Shelves {
  /** What was fetched of repositories. */
  readonly mirrors: Shelf;
  /** What set-ups installed. */
  readonly dependencies: Shelf;
}

const GiB = 1024 ** 3;
const MOST_BYTES = 20 * GiB;
/** Of a disk that is not only ours. */
const MOST_OF_DISK = 0.1;

/** Undefined where this machine keeps nothing, or cannot: then everything is fetched and installed anew. */
export async function openShelves(
  folder: string | undefined,
  log: LogError,
  signal: AbortSignal,
): Promise<Shelves | undefined> {
  if (folder === undefined) return undefined;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const { blocks, bsize } = await statfs(folder);
    const mostBytes = Math.min(MOST_BYTES, MOST_OF_DISK * blocks * bsize);
    const shelf = (name: string) => openShelf({ folder: join(folder, name), mostBytes, log, signal });
    return { mirrors: shelf('mirrors'), dependencies: shelf('dependencies') };
  } catch (error) {
    log('cache.unusable', error);
    return undefined;
  }
}
