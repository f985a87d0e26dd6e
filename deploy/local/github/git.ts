import { access, constants, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { TaskError } from '#shared/task/failure.ts';

/** Runs git by itself: our configuration and nobody else's, no shell, no question on a terminal. */
export interface Git {
  readonly environment: Readonly<Record<string, string>>;
  /** The program of git that serves repositories over HTTP. */
  readonly httpBackend: string;
  /** Output of a command on one bare repository; rejects when git fails. */
  run(gitDir: string, args: readonly string[], more?: More): Promise<string>;
  /** As `run`, with exit code 1 read as "no". */
  ask(gitDir: string, args: readonly string[]): Promise<string | undefined>;
  /** As `ask`, in a folder of the person, which git only reads. */
  look(folder: string, args: readonly string[]): Promise<string | undefined>;
  bytes(gitDir: string, args: readonly string[]): Promise<Uint8Array>;
  /** The beginning of an output that may be without measure; git is stopped there. Exit code 1 is an answer too. */
  start(gitDir: string, args: readonly string[], maxCharacters: number): Promise<Start>;
}

interface Start {
  readonly text: string;
  /** Whether there was more. */
  readonly cut: boolean;
  readonly exitCode: number | undefined;
}

interface More {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** Writes the configuration and the hook of this host, and gives the git that obeys them. */
export async function openGit(dataDir: string): Promise<Git> {
  const hooks = join(dataDir, 'hooks');
  await mkdir(hooks, { recursive: true });
  await writeFile(join(hooks, 'pre-receive'), PRE_RECEIVE, { mode: 0o755 });
  await writeFile(join(dataDir, 'gitconfig'), configuration(hooks));
  return git(environment(join(dataDir, 'gitconfig')), await findHttpBackend());
}

async function findHttpBackend(): Promise<string> {
  try {
    const { stdout } = await execa('git', ['--exec-path']);
    const program = join(stdout, 'git-http-backend');
    await access(program, constants.X_OK);
    return program;
  } catch (cause) {
    throw new TaskError('git_missing', 'git, with its http-backend, is not on this machine.', {
      whose: 'yours',
      remedy: "Install git from your system's packages, and start again.",
      cause,
    });
  }
}

// The program and the script come in as variables, so no path has to be quoted for the shell.
const PRE_RECEIVE = '#!/bin/sh\nexec "$BELLHOP_NODE" "$BELLHOP_PRE_RECEIVE"\n';

// `safe.directory`: a repository a person names may belong to another user (a mounted folder); it is only read.
function configuration(hooks: string): string {
  return `[core]
  hooksPath = ${JSON.stringify(hooks)}
[safe]
  directory = *
[uploadpack]
  allowFilter = true
  allowAnySHA1InWant = true
[receive]
  fsckObjects = true
  maxInputSize = 512m
  autogc = false
[gc]
  auto = 0
[maintenance]
  auto = false
`;
}

function environment(configurationFile: string): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin',
    HOME: '/dev/null',
    XDG_CONFIG_HOME: '/dev/null',
    LC_ALL: 'C.UTF-8',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: configurationFile,
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_LITERAL_PATHSPECS: '1',
  };
}

function git(environment: Record<string, string>, httpBackend: string): Git {
  const options = { extendEnv: false, stdin: 'ignore' } as const;
  const inside = (gitDir: string, more: More = {}) => ({
    ...options,
    cwd: more.cwd ?? gitDir,
    env: { ...environment, GIT_DIR: gitDir, ...more.env },
  });
  return {
    environment,
    httpBackend,
    async run(gitDir, args, more) {
      const { stdout } = await execa('git', args, inside(gitDir, more));
      return stdout;
    },
    async ask(gitDir, args) {
      return yesOrNo(await execa('git', args, { ...inside(gitDir), reject: false }));
    },
    async look(folder, args) {
      return yesOrNo(await execa('git', args, { ...options, cwd: folder, env: environment, reject: false }));
    },
    async bytes(gitDir, args) {
      const { stdout } = await execa('git', args, { ...inside(gitDir), encoding: 'buffer', stripFinalNewline: false });
      return stdout;
    },
    async start(gitDir, args, maxBuffer) {
      const bounded = { ...inside(gitDir), maxBuffer, reject: false, stripFinalNewline: false } as const;
      const result = await execa('git', args, bounded);
      if (result.failed && !result.isMaxBuffer && result.exitCode !== 1) throw result;
      return { text: result.stdout, cut: result.isMaxBuffer, exitCode: result.exitCode };
    },
  };
}

function yesOrNo(result: { exitCode?: number | undefined; stdout: string; failed: boolean }): string | undefined {
  if (result.exitCode === 1) return undefined;
  if (result.failed) throw result;
  return result.stdout;
}
