import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { githubRepoHost } from '#shared/adapters/github/repo-host.ts';
import type { Task } from '#shared/task/task.ts';
import type { LocalGitHub } from './github/server.ts';
import type { Proof } from './samples/sample.ts';

export interface Verdict {
  readonly passes: boolean;
  readonly words: string;
}

/** Believes nobody: clones the pull request's branch afresh and runs the proof there, and on the base branch. */
export async function proveFix(github: LocalGitHub, task: Task, proof: Proof): Promise<Verdict> {
  const { repository } = task.request;
  const found = github.pullRequests(repository).find(({ number }) => number === task.pullRequest?.number);
  if (!found) return { passes: false, words: 'there is no pull request' };
  const { base, branch } = found;
  if (await succeeds(proof, github, repository, base))
    return { passes: false, words: `"${proof.of}" passes on ${base} already, which proves nothing` };
  const passes = await succeeds(proof, github, repository, branch);
  return {
    passes,
    words: `"${proof.of}" fails on ${base} and ${passes ? 'passes' : 'still fails'} on a fresh clone of ${branch}`,
  };
}

async function succeeds(
  { command: [program, ...args] }: Proof,
  github: LocalGitHub,
  repository: string,
  branch: string,
): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'bellhop-proof-'));
  try {
    await clone(github, repository, branch, folder);
    const { exitCode } = await execa(program, args, { cwd: folder, reject: false });
    return exitCode === 0;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** As anybody with a token would. */
async function clone({ app, apiUrl }: LocalGitHub, repository: string, branch: string, folder: string): Promise<void> {
  const host = githubRepoHost({ appId: app.id, privateKey: app.privateKey, apiUrl });
  const { cloneUrl } = await host.repository(repository);
  const { token } = await host.token(repository, 'read');
  const header = `Authorization: Basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`;
  const env = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'http.extraHeader', GIT_CONFIG_VALUE_0: header };
  await execa('git', ['clone', '--quiet', '--branch', branch, '--', cloneUrl, folder], { env });
}
