import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sandbox } from './sandbox/sandbox.ts';
import { copyTree } from './trees.ts';

/** A place to work in: the files, and the home of the user who works there. All that one sandbox can write to. */
export interface Room {
  readonly workspace: string;
  readonly home: string;
}

/** Opens a sandbox on a room; `egress` for those that install. */
export type OpenSandbox = (room: Room, network: 'none' | 'egress') => Promise<Sandbox>;

/** Where an attempt keeps things. Only rooms are ever seen from inside a sandbox, and the git directory to read. */
export interface Folders {
  readonly root: string;
  readonly gitDirectory: string;
  /** As the set-up left it. Never worked in: copied. */
  readonly pristine: Room;
  readonly agent: Room;
  readonly logs: string;
}

export async function makeFolders(root: string): Promise<Folders> {
  const folders: Folders = {
    root,
    gitDirectory: join(root, 'repository', '.git'),
    pristine: roomIn(root, 'pristine'),
    agent: roomIn(root, 'agent'),
    logs: join(root, 'logs'),
  };
  const { workspace, home } = folders.pristine;
  await mkdir(root, { recursive: true, mode: 0o700 });
  const made = [join(root, 'repository'), workspace, home, folders.logs];
  await Promise.all(made.map((folder) => mkdir(folder, { recursive: true })));
  return folders;
}

export function roomIn(root: string, name: string): Room {
  return { workspace: join(root, name, 'workspace'), home: join(root, name, 'home') };
}

/** A copy with the same owners; where the file system can, it shares the blocks and costs nothing. */
export async function copyRoom(from: Room, to: Room, signal: AbortSignal): Promise<void> {
  await mkdir(join(to.workspace, '..'), { recursive: true });
  const parts = ['workspace', 'home'] as const;
  await Promise.all(parts.map((part) => copyTree(from[part], to[part], signal)));
}

export async function removeRoom({ workspace }: Room): Promise<void> {
  await rm(join(workspace, '..'), { recursive: true, force: true });
}
