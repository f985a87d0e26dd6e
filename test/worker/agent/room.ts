import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createToolbox } from '#worker/agent/toolbox.ts';
import { openWorkbench } from '#worker/agent/tools/workbench.ts';
import { bubblewrapSandbox } from '#worker/sandbox/bubblewrap.ts';
import { probeSandbox } from '#worker/sandbox/probe.ts';
import type { Sandbox } from '#worker/sandbox/sandbox.ts';
import { findToolchains } from '#worker/sandbox/toolchains.ts';
import { unsandboxed } from '#worker/sandbox/unsandboxed.ts';

const MiB = 1024 ** 2;
const LIMITS = { wallMs: 20_000, memoryBytes: 512 * MiB, processes: 100, diskBytes: 64 * MiB, outputBytes: 4 * MiB };

/** An agent's tools around a small workspace, and a secret outside of it. */
export interface Room {
  readonly workspace: string;
  readonly outside: string;
  /** Outputs that were too long for a model. */
  readonly kept: readonly string[];
  use(name: string, input: unknown): Promise<string>;
  close(): Promise<void>;
}

type Open = (workspace: string, home: string) => Promise<Sandbox>;

/** Every kind of sandbox, how to open a room in it, and why there can be none here. */
export async function roomKinds() {
  const probe = await probeSandbox();
  const bubblewrap: Open = async (workspace, home) =>
    bubblewrapSandbox({ workspace, home, user: 61_999, toolchains: await findToolchains(process.env) });
  const none: Open = async (workspace, home) => unsandboxed({ workspace, home, path: process.env.PATH ?? '' });
  const missing = probe.works ? undefined : probe.why;
  return [
    { kind: 'none', missing: undefined, skipped: '', open: () => openRoom(none) },
    { kind: 'bubblewrap', missing, skipped: missing ? ` (skipped: ${missing})` : '', open: () => openRoom(bubblewrap) },
  ] as const;
}

async function openRoom(open: Open): Promise<Room> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'bellhop-tools-')));
  const [workspace, home, outside] = ['workspace', 'home', 'outside'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  await Promise.all([workspace, home, outside].map((each) => mkdir(each)));
  await writeFile(join(outside, 'secret.txt'), 'the secret\n');
  await writeFile(join(workspace, 'a.txt'), 'one\ntwo\n  three\none\n');
  await writeFile(join(workspace, 'latin.txt'), Buffer.from([0x63, 0x61, 0x66, 0xe9]));
  await symlink(outside, join(workspace, 'way-out'));
  const sandbox = await open(workspace, home);
  const kept: string[] = [];
  const toolbox = createToolbox(openWorkbench(sandbox, LIMITS, folder), {
    report: () => undefined,
    keep: async (text) => `kept-${kept.push(text)}.log`,
  });
  return {
    workspace,
    outside,
    kept,
    use: async (name, input) => (await toolbox.use({ name, input }, new AbortController().signal)).text,
    async close() {
      await sandbox.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
