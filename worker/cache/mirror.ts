import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { tipsOf } from '../commits.ts';
import type { Git } from '../git.ts';
import { ORIGIN } from '../remote.ts';
import { linkOrCopy } from '../trees.ts';
import type { Shelf } from './shelf.ts';

/** What earlier fetches brought of one repository, for git directories that then fetch only what is new. */
export interface Mirror {
  /** Puts what is known into a git directory that knows nothing yet. */
  lay(git: Git): Promise<void>;
  /** Keeps what a git directory knows, before anything but our own git could have written there. */
  keep(git: Git, exceptBranch: string): Promise<void>;
}

/**
 * A mirror made of git's packs, which never change: they are shared as hard links, so that throwing one out takes it from
 * nobody. Nothing else is kept but which commits they hold: no configuration, hooks, alternates or credentials.
 */
export function openMirror(shelf: Shelf, url: string): Mirror {
  const name = createHash('sha256').update(url).digest('hex').slice(0, 40);
  return {
    async lay(git) {
      await shelf.take(name, async (entry) => {
        const files = await packsIn(entry);
        if (files.length > 2 * MOST_PACKS) return;
        await Promise.all(files.map((file) => refuseDamaged(join(entry, PACKS, file))));
        await linkPacks(files, entry, git.directory);
        for (const list of LISTS) await writeList(join(git.directory, list), await readSealed(join(entry, list)));
      });
    },
    async keep(git, exceptBranch) {
      await shelf.put(name, async (entry) => {
        await linkPacks(await packsIn(git.directory), git.directory, entry);
        // A repository of a single commit has nothing that is missing, and so no list of it.
        await writeSealed(join(entry, 'shallow'), await readFile(join(git.directory, 'shallow')).catch(() => NOTHING));
        const tips = [...(await tipsOf(git))].filter(([branch]) => branch !== exceptBranch);
        const lines = tips.map(([branch, commit]) => `${commit} ${ORIGIN}${branch}\n`);
        await writeSealed(join(entry, 'packed-refs'), Buffer.from(lines.join('')));
      });
    },
  };
}

const PACKS = join('objects', 'pack');
/** Which commits' parents are missing on purpose, and which commits branches pointed to. */
const LISTS = ['shallow', 'packed-refs'] as const;
/** Each fetch adds one. Looking into many of them is slow, and most of what they hold is of the past: then it begins anew. */
const MOST_PACKS = 40;

/** Packs before their indexes: git takes no notice of a pack without one. */
async function packsIn(directory: string): Promise<readonly string[]> {
  const files = await readdir(join(directory, PACKS));
  return files
    .filter((file) => /^pack-[0-9a-f]+\.(?:pack|idx)$/.test(file))
    .sort((a, b) => (isIndex(a) ? 1 : 0) - (isIndex(b) ? 1 : 0));
}

const isIndex = (file: string): boolean => file.endsWith('.idx');

async function linkPacks(files: readonly string[], from: string, to: string): Promise<void> {
  await mkdir(join(to, PACKS), { recursive: true });
  for (const file of files) await linkOrCopy(join(from, PACKS, file), join(to, PACKS, file));
}

const NOTHING = Buffer.alloc(0);

/** Git takes an empty list for a broken one. */
async function writeList(file: string, list: Buffer): Promise<void> {
  if (list.length > 0) await writeFile(file, list);
}

const HASH_BYTES = 20;

/** A pack and its index end with the hash of all before it, which git itself does not look at when it reads one. */
async function refuseDamaged(file: string): Promise<void> {
  const { size } = await stat(file);
  const hash = createHash('sha1');
  await pipeline(createReadStream(file, { end: size - HASH_BYTES - 1, highWaterMark: 1024 * 1024 }), hash);
  const told = Buffer.alloc(HASH_BYTES);
  const handle = await open(file);
  await handle.read(told, 0, HASH_BYTES, size - HASH_BYTES).finally(() => handle.close());
  if (!hash.digest().equals(told)) throw damaged(file);
}

/** Our own lists end the same way. */
async function writeSealed(file: string, list: Buffer): Promise<void> {
  await writeFile(file, Buffer.concat([list, sealOf(list)]));
}

async function readSealed(file: string): Promise<Buffer> {
  const sealed = await readFile(file);
  const list = sealed.subarray(0, -HASH_BYTES);
  if (!sealOf(list).equals(sealed.subarray(-HASH_BYTES))) throw damaged(file);
  return list;
}

const sealOf = (list: Buffer): Buffer => createHash('sha1').update(list).digest();

const damaged = (file: string): Error => new Error(`${file} is damaged`);
