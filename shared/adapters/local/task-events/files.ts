import { constants } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Whose news a file holds. */
export interface Source {
  readonly task: string;
  readonly attempt: number;
}

export type Kind = 'events' | 'telemetry';

/** Longest line that is read or written, in bytes. */
export const MAX_LINE_BYTES = 1_000_000;

/** What a writer puts where its predecessor died within a line: this line was never published. */
export const STRUCK_OUT = '\u0018';

export function sourceFile(folder: string, { task, attempt }: Source, kind: Kind): string {
  const name = `${task}.${attempt}.${kind}`;
  if (kindOf(name) === undefined) throw new RangeError(`no attempt has the name ${JSON.stringify(name.slice(0, 60))}`);
  return join(folder, name);
}

/** What a file of the folder holds; undefined for files that are none of ours. */
export function kindOf(name: string): Kind | undefined {
  return /^t[0-9a-f]{11}\.[1-9]\d{0,8}\.(events|telemetry)$/.exec(name)?.[1] as Kind | undefined;
}

/** Reads with what `read` makes of the open file; undefined when the file was retired. */
export async function readFile<T>(file: string, read: (handle: FileHandle) => Promise<T>): Promise<T | undefined> {
  try {
    const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      return await read(handle);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

export async function retire(folder: string, source: Source): Promise<void> {
  await rm(sourceFile(folder, source, 'events'), { force: true });
  await rm(sourceFile(folder, source, 'telemetry'), { force: true });
}
