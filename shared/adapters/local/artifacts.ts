import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, mkdir, open, realpath, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Artifacts } from '#shared/ports.ts';
import { TaskError } from '#shared/task/failure.ts';
import { replaceFile, syncFolder } from './durable-file.ts';

/** Stored files in a folder. `baseUrl` is where the bot serves them. */
export function localArtifacts({ folder, baseUrl }: { folder: string; baseUrl: string }): Artifacts {
  const incoming = join(folder, '.incoming');
  return {
    put: async (name, bytes) => {
      const file = await placeFor(folder, checked(name));
      await mkdir(incoming, { recursive: true, mode: 0o700 });
      const temporary = join(incoming, randomUUID());
      try {
        await replaceFile(file, bytes, temporary);
      } finally {
        await rm(temporary, { force: true });
      }
    },
    get: async (name) => read(folder, checked(name)),
    has: async (name) => isFile(join(folder, checked(name))),
    link: async (name) => `${baseUrl.replace(/\/+$/, '')}/${checked(name)}`,
  };
}

const NAME = /^t[0-9a-f]{11}\/\d{1,9}\/(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/;

function checked(name: string): string {
  if (NAME.test(name)) return name;
  throw new TaskError('artifact_name_invalid', `${JSON.stringify(name.slice(0, 150))} cannot be the name of a file.`, {
    whose: 'service',
    remedy: 'Names are <task>/<attempt>/<file>, the file of letters, digits, dots, dashes and underscores.',
  });
}

/** The folders are made one by one, so that each new name is made durable in the one above. */
async function placeFor(folder: string, name: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, name);
  for (const inner of [dirname(dirname(file)), dirname(file)]) {
    try {
      await mkdir(inner, { mode: 0o700 });
      await syncFolder(dirname(inner));
    } catch (error) {
      if (!isCode(error, 'EEXIST')) throw error;
      if (!(await lstat(inner)).isDirectory()) throw linkedAway(name);
    }
  }
  return file;
}

async function read(folder: string, name: string): Promise<Uint8Array | undefined> {
  try {
    if (await isLinkedAway(folder, name)) throw linkedAway(name);
    const handle = await open(join(folder, name), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      return (await handle.stat()).isFile() ? await handle.readFile() : undefined;
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (isCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw isCode(error, 'ELOOP') ? linkedAway(name) : error;
  }
}

async function isFile(file: string): Promise<boolean> {
  return lstat(file).then(
    (found) => found.isFile(),
    () => false,
  );
}

/** Nothing in the folder is a link when Bellhop alone writes there; one that is was put there to lead elsewhere. */
async function isLinkedAway(folder: string, name: string): Promise<boolean> {
  const inner = dirname(name);
  return (await realpath(join(folder, inner))) !== join(await realpath(folder), inner);
}

const linkedAway = (name: string) =>
  new TaskError('artifact_linked_away', `The place of the file ${basename(name)} is a link to somewhere else.`, {
    whose: 'service',
    remedy: 'Remove the link from the folder of stored files, and find out who put it there.',
  });

const isCode = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof Error && 'code' in error && codes.includes(String(error.code));
