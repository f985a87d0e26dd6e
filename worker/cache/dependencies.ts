import { createHash } from 'node:crypto';
import { mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { type Room, removeRoom } from '../rooms.ts';
import { copyTree, linkTree } from '../trees.ts';
import type { Shelf } from './shelf.ts';

/** Everything that decides what a set-up leaves behind, but for the files that it may look at on the way. */
interface Determined {
  readonly repository: string;
  /** An entry of one branch is nothing to another: whoever may push to the one may not be let into the other. */
  readonly branch: string;
  readonly setup: readonly unknown[];
  /** Lock files, manifests and settings of the base commit, and what each says. */
  readonly files: readonly string[];
  /** The programs of this machine, and its system. */
  readonly tools: string;
  readonly egress: readonly string[];
}

const About = z.object({ commit: z.string(), at: z.number() });
/** Where something that was kept comes from. */
export type Kept = z.infer<typeof About>;

/** What set-ups of one repository left behind, kept before any agent was let in. */
export interface Dependencies {
  /** Fills a room with all a set-up left for the very same commit. The room may be copied, never written to. */
  restore(commit: string, room: Room): Promise<Kept | undefined>;
  /** Puts what package managers downloaded into an empty home: they look at it as at what they download themselves. */
  layDownloads(room: Room): Promise<Kept | undefined>;
  /** Keeps a room as a set-up left it. From now on nobody may write to it. */
  keep(commit: string, room: Room): Promise<void>;
}

interface Needs {
  readonly shelf: Shelf;
  readonly determined: Determined;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

export function openDependencies({ shelf, determined, now, signal }: Needs): Dependencies {
  const name = createHash('sha256').update(JSON.stringify(determined)).digest('hex').slice(0, 40);
  const take = async (use: (entry: string, kept: Kept) => Promise<boolean>): Promise<Kept | undefined> =>
    shelf.take(name, async (entry) => {
      const kept = About.parse(JSON.parse(await readFile(join(entry, 'about.json'), 'utf8')));
      const isFresh = now() - kept.at < LONGEST_MS;
      return isFresh && (await use(entry, kept)) ? kept : undefined;
    });

  return {
    async restore(commit, room) {
      const kept = await take(async (entry, about) => {
        if (about.commit !== commit) return false;
        await fill(room, (part) => linkTree(join(entry, part), room[part], signal));
        return true;
      });
      // What could not be used to the end may have been begun.
      if (!kept) await fill(room, (part) => mkdir(room[part], { recursive: true }));
      return kept;
    },
    layDownloads: ({ home }) =>
      take(async (entry) => {
        const laid = await Promise.all(DOWNLOADS.map((folder) => layFolder(join(entry, 'home'), home, folder, signal)));
        return laid.includes(true);
      }),
    keep: (commit, room) =>
      shelf.put(name, async (entry) => {
        await Promise.all(PARTS.map((part) => linkTree(room[part], join(entry, part), signal)));
        await writeFile(join(entry, 'about.json'), JSON.stringify({ commit, at: now() } satisfies Kept));
      }),
  };
}

const PARTS = ['workspace', 'home'] as const;

/** What is not locked is to be looked for anew now and then. */
const LONGEST_MS = 7 * 24 * 60 * 60_000;

async function fill(room: Room, make: (part: (typeof PARTS)[number]) => Promise<unknown>): Promise<void> {
  await removeRoom(room);
  await mkdir(dirname(room.workspace), { recursive: true });
  await Promise.all(PARTS.map(make));
}

/** Downloads as package managers lay them down, and no program nor any setting. */
const DOWNLOADS = [
  ...['.npm/_cacache', '.cache/yarn', '.yarn/berry/cache', '.local/share/pnpm/store'],
  ...['.cache/pip', '.cache/uv', '.cache/pypoetry/cache', '.cache/composer', '.nuget/packages'],
  ...['.cargo/registry/cache', '.cargo/registry/index', 'go/pkg/mod/cache/download', '.gems/cache'],
  ...['.m2/repository', '.gradle/caches/modules-2'],
];

/** Only what really lies there: a link on the way was made by the set-up, and may lead anywhere on this machine. */
async function layFolder(from: string, to: string, folder: string, signal: AbortSignal): Promise<boolean> {
  const source = join(from, folder);
  const real = await realpath(source).catch(() => undefined);
  if (real === undefined || real !== join(await realpath(from), folder)) return false;
  await mkdir(dirname(join(to, folder)), { recursive: true });
  await copyTree(source, join(to, folder), signal);
  return true;
}
