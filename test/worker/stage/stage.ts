import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import type { Assignment, ContextAnswer } from '#shared/worker-api.ts';
import { EVENT_KEY, openBot, SESSION, type TestBot } from './bot.ts';
import { type GitHost, openGitHost } from './git-host.ts';

export const MAIN = new URL('../../../worker/main.ts', import.meta.url).pathname;
const TASK = 't0123456789a';
export const BRANCH = `agent/${TASK}`;

/** Everything around one real worker process. */
export interface Stage {
  readonly bot: TestBot;
  readonly host: GitHost;
  readonly scratch: string;
  /** What a worker is told when it is started. */
  readonly env: Readonly<Record<string, string>>;
  /** What it knows when it is claimed may be told only now. */
  start(assignment?: Partial<Assignment>): WorkerProcess;
  close(): Promise<void>;
}

interface WorkerProcess {
  readonly pid: number;
  readonly exited: Promise<number | null>;
  /** What it wrote so far. */
  output(): string;
  kill(signal: NodeJS.Signals): void;
}

interface Options {
  readonly files: Readonly<Record<string, string>>;
  readonly cassette: object;
  readonly assignment?: Partial<Assignment>;
  readonly context?: ContextAnswer;
  readonly baseline?: string;
  readonly loses?: number;
  /** The worker's program, when it is not the one as written. */
  readonly entry?: string;
}

export async function openStage({ files, cassette, assignment = {}, entry = MAIN, ...knobs }: Options): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'bellhop-stage-'));
  const [eventsFolder, scratch] = [join(folder, 'events'), join(folder, 'scratch')];
  await Promise.all([eventsFolder, scratch].map((each) => mkdir(each)));
  const host = await openGitHost();
  await seed(host, join(folder, 'seed'), files);
  await writeFile(join(folder, 'play.json'), JSON.stringify(cassette));
  const given = { ...assignmentFor(host), ...assignment };
  const bot = await openBot({
    eventsFolder,
    assignment: given,
    ...knobs,
  });
  const env = {
    PATH: process.env.PATH ?? '',
    BELLHOP_BOT_URL: bot.url,
    BELLHOP_EXECUTION: 'execution-1',
    BELLHOP_CAPABILITY: 'capability-0123456789',
    BELLHOP_TASK: TASK,
    BELLHOP_ATTEMPT: '1',
    BELLHOP_EVENTS: eventsFolder,
    BELLHOP_SCRATCH: scratch,
    BELLHOP_CASSETTES: JSON.stringify([join(folder, 'play.json')]),
  };
  return {
    bot,
    host,
    scratch,
    env,
    start: (more = {}) => {
      Object.assign(given, more);
      return startWorker(entry, env);
    },
    async close() {
      await bot.close();
      await host.close();
      await rm(folder, { recursive: true });
    },
  };
}

function assignmentFor(host: GitHost): Assignment {
  return {
    task: TASK,
    attempt: 1,
    session: SESSION,
    eventKey: EVENT_KEY,
    request: { repository: 'acme/shop', words: 'Make it right' },
    requester: { id: 'U1', name: 'Dana' },
    base: 'main',
    branch: BRANCH,
    cloneUrl: host.url,
    limits: { turns: 20, tokens: 100_000, usd: 1, minutes: 5, fixRounds: 1, commandMinutes: 1 },
    egress: [],
    protectedPaths: [],
    changeLimits: {
      files: 10,
      lines: 100,
      generatedLines: 1_000,
      binaryKilobytes: 10,
      fileKilobytes: 20,
      generated: [],
    },
    mayRunUnsandboxed: true,
    leaseMs: 10_000,
  };
}

async function seed(host: GitHost, folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(folder);
  if (Object.keys(files).length === 0) return;
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const git = (...args: string[]) => execa('git', ['-C', folder, ...SOMEBODY, ...args]);
  await git('init', '--quiet', '--initial-branch=main');
  await git('add', '--all');
  await git('commit', '--quiet', '--message', 'First');
  await host.git('fetch', '--quiet', folder, 'main:main');
}

const SOMEBODY = ['-c', 'user.name=Somebody', '-c', 'user.email=somebody@example.org'];

function startWorker(entry: string, env: Record<string, string>): WorkerProcess {
  const child = spawn(process.execPath, [entry], { env, cwd: '/', detached: true });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return {
    pid: child.pid ?? 0,
    exited: once(child, 'close').then(([code]) => code as number | null),
    output: () => output,
    kill: (signal) => process.kill(child.pid ?? 0, signal),
  };
}
