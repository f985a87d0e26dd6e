import { mkdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
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

export async function openShelves(folder: string, signal: AbortSignal): Promise<Shelves> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { blocks, bsize } = await statfs(folder);
  const mostBytes = Math.min(MOST_BYTES, MOST_OF_DISK * blocks * bsize);
  const shelf = (name: string) => openShelf({ folder: join(folder, name), mostBytes, signal });
  return { mirrors: shelf('mirrors'), dependencies: shelf('dependencies') };
}
