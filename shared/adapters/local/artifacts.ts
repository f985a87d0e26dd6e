import { randomUUID } from 'node:crypto';
import { constants, rmSync } from 'node:fs';
import { lstat, mkdir, open, realpath, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Artifacts, Place } from '#shared/ports.ts';
import { TaskError } from '#shared/task/failure.ts';
import { checkedName } from '../artifact-name.ts';
import { replaceFile, syncFolder } from './durable-file.ts';

interface Options {
  readonly folder: string;
  /** Where the bot takes a file of this name as long as this version is there. */
  readonly placeAt: (name: string, version: string) => Place;
}

export interface LocalArtifacts extends Artifacts {
  /** Stores what was sent to a place; false, and nothing changed, when its version is no longer there. */
  fill(name: string, version: string, bytes: Uint8Array): Promise<boolean>;
}

/** Stored files in a folder that one bot at a time writes to. */
export function localArtifacts({ folder, placeAt }: Options): LocalArtifacts {
  const incoming = join(folder, '.incoming');
  // What a kill left half written. Whoever was sending it got no answer, and sends it again.
  rmSync(incoming, { recursive: true, force: true });
  const inTurn = turns();

  async function store(file: string, bytes: Uint8Array): Promise<void> {
    await mkdir(incoming, { recursive: true, mode: 0o700 });
    const temporary = join(incoming, randomUUID());
    try {
      await replaceFile(file, bytes, temporary);
    } finally {
      await rm(temporary, { force: true });
    }
  }

  return {
    place: async (name) => placeAt(name, await versionOf(join(folder, checkedName(name)))),
    fill: (name, version, bytes) =>
      inTurn(async () => {
        const file = await placeFor(folder, checkedName(name));
        if ((await versionOf(file)) !== version) return false;
        await store(file, bytes);
        return true;
      }),
    has: async (name) => isFile(join(folder, checkedName(name))),
    view: async (name) => read(folder, checkedName(name)),
  };
}

/** One act after the other: of two that are sent to one place, the second finds it used up. */
function turns() {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(act: () => Promise<T>): Promise<T> => {
    const mine = last.then(act, act);
    last = mine;
    return mine;
  };
}

/** Every file that is put there is a new one, written at its own time. */
async function versionOf(file: string): Promise<string> {
  try {
    const { ino, mtimeNs } = await lstat(file, { bigint: true });
    return `${ino}-${mtimeNs}`;
  } catch (error) {
    if (isCode(error, 'ENOENT', 'ENOTDIR')) return 'none';
    throw error;
  }
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
