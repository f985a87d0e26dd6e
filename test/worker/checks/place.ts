import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { RepositoryFiles } from '#worker/checks/check.ts';
import type { Setting } from '#worker/checks/setting.ts';
import type { Command, Sandbox } from '#worker/sandbox/sandbox.ts';
import { unsandboxed } from '#worker/sandbox/unsandboxed.ts';

/** A workspace and a home on this machine, and the sandbox that runs commands in them. */
export interface Place {
  readonly workspace: string;
  readonly home: string;
  readonly logs: string;
  readonly sandbox: Sandbox;
  /** What was asked of the sandbox, in order. */
  readonly commands: readonly Command[];
  remove(): Promise<void>;
}

type Open = (folders: { readonly workspace: string; readonly home: string }) => Sandbox;

/** Nothing is isolated: what runs so is written by the tests. */
const open: Open = (folders) => unsandboxed({ ...folders, path: process.env.PATH ?? '' });

export async function openPlace(files: Record<string, string>, openSandbox = open): Promise<Place> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'checks-')));
  const [workspace, home, logs] = [join(folder, 'workspace'), join(folder, 'home'), join(folder, 'logs')];
  await Promise.all([workspace, home, logs].map((each) => mkdir(each)));
  for (const [path, text] of Object.entries(files)) await write(workspace, path, text);
  const sandbox = openSandbox({ workspace, home });
  const commands: Command[] = [];
  const run = (command: Command) => {
    commands.push(command);
    return sandbox.run(command);
  };
  const listening: Sandbox = { ...sandbox, run };
  const remove = async () => {
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { workspace, home, logs, sandbox: listening, commands, remove };
}

export async function write(folder: string, path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
}

export function settingOf(place: Place, changes: Partial<Setting> = {}): Setting {
  return {
    sandbox: place.sandbox,
    commit: '0123456789abcdef0123456789abcdef01234567',
    logs: place.logs,
    limits: { wallMs: 50_000, memoryBytes: 2e9, processes: 500, diskBytes: 1e9, outputBytes: 1e7 },
    onTail: () => undefined,
    signal: new AbortController().signal,
    redact: (text) => text,
    ...changes,
  };
}

/** A repository's files at base, from a table. */
export function filesOf(table: Record<string, string>): RepositoryFiles {
  const files = new Map(Object.entries(table));
  return { read: async (path) => files.get(path), list: async () => [...files.keys()] };
}
