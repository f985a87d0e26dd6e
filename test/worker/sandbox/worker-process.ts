import { PassThrough } from 'node:stream';
import { bubblewrapSandbox } from '#worker/sandbox/bubblewrap.ts';
import { openEgress } from '#worker/sandbox/egress-proxy.ts';
import type { Command } from '#worker/sandbox/sandbox.ts';
import { findToolchains } from '#worker/sandbox/toolchains.ts';

// A worker in a process of its own, so that a test can run it as another user, kill it, or plant things in it.

export interface Setup {
  readonly workspace: string;
  readonly home: string;
  readonly gitDir?: string;
  readonly user: number;
  /** Looks for npm, python and the worker's certificates, which takes a while; node and the system's programs are there anyway. */
  readonly toolchains?: true;
  readonly egress?: { readonly allow: readonly string[]; readonly socketPath: string };
}

export type Ask =
  | { readonly what: 'open'; readonly setup: Setup }
  | { readonly what: 'run'; readonly command: Told; readonly listening: boolean; readonly feeding: boolean }
  | { readonly what: 'feed'; readonly run: number; readonly text: string | undefined }
  | { readonly what: 'abort'; readonly run: number }
  | { readonly what: 'refused' }
  | { readonly what: 'memory' }
  | { readonly what: 'close' };

type Told = Omit<Command, 'signal' | 'onOutput' | 'input'> & { readonly input?: string };

export type Answer =
  | { readonly id: number; readonly output: string }
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly problem: { readonly code: string; readonly message: string } };

const aborts = new Map<number, AbortController>();
const inputs = new Map<number, PassThrough>();
let opened: ReturnType<typeof bubblewrapSandbox> | undefined;

process.on('message', async ({ id, ask }: { readonly id: number; readonly ask: Ask }) => {
  try {
    answer({ id, result: await obey(id, ask) });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    answer({ id, problem: { code: code ?? 'bug', message } });
  }
  if (ask.what === 'close') process.disconnect();
});

function answer(message: Answer): void {
  process.send?.(message);
}

async function obey(id: number, ask: Ask): Promise<unknown> {
  if (ask.what === 'open') return open(ask.setup);
  if (ask.what === 'abort') return aborts.get(ask.run)?.abort();
  if (ask.what === 'feed') return feed(inputs.get(ask.run), ask.text);
  if (ask.what === 'memory') return process.memoryUsage().rss;
  if (ask.what === 'refused') return opened?.refusedHosts();
  if (ask.what === 'close') return opened?.close();
  const abort = new AbortController();
  aborts.set(id, abort);
  const tell = { onOutput: (output: string) => answer({ id, output }) };
  const input = new PassThrough();
  inputs.set(id, input);
  const fed = ask.feeding ? { input } : {};
  return opened?.run({ ...ask.command, ...fed, signal: abort.signal, ...(ask.listening ? tell : {}) });
}

function feed(input: PassThrough | undefined, text: string | undefined): void {
  if (text === undefined) input?.end();
  else input?.write(text);
}

async function open({ egress, toolchains: wanted, ...setup }: Setup): Promise<void> {
  const node = { mounts: [], path: ['/opt/node/bin'], env: { CI: 'true' } };
  const toolchains = wanted ? await findToolchains(process.env) : node;
  opened = bubblewrapSandbox({ ...setup, toolchains, ...(egress ? { egress: await openEgress(egress) } : {}) });
}
