import { chmod, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { TaskError } from '#shared/task/failure.ts';
import { type AppIdentity, openAppIdentity } from './app-identity.ts';
import { type CheckRuns, openCheckRuns } from './check-runs.ts';
import { type Conversations, openConversations } from './conversation.ts';
import { openDatabase } from './database.ts';
import { type Git, openGit } from './git.ts';
import { importRepository, type Origin } from './import.ts';
import { type MarkdownRenderer, openMarkdownRenderer } from './markdown/renderer.ts';
import { parseRepositoryName } from './names.ts';
import { openPresentations, type Presentations } from './presentations.ts';
import { openPullRequests, type PullRequestRecord, type PullRequests } from './pull-requests.ts';
import { type Flags, openRepositories, type Repositories, type Repository } from './repositories.ts';
import { openTokens, type Tokens } from './tokens.ts';

/** Everything the routes of the local GitHub stand on. */
export interface Host {
  readonly git: Git;
  readonly app: AppIdentity;
  readonly repositories: Repositories;
  readonly pullRequests: PullRequests;
  readonly conversations: Conversations;
  readonly presentations: Presentations;
  readonly checkRuns: CheckRuns;
  readonly markdown: MarkdownRenderer;
  readonly tokens: Tokens;
  readonly now: () => number;
  /** Where people and git reach it, without a slash at the end. */
  readonly url: string;
  close(): Promise<void>;
}

/** Opens what a data folder holds; the folder is made when it is not there. */
export async function openHost(folder: string, url: string, now: () => number): Promise<Host> {
  const dataDir = resolve(folder);
  await mkdir(dataDir, { recursive: true });
  await chmod(dataDir, 0o700); // The App's private key lies in it.
  const database = openDatabase(join(dataDir, 'github.sqlite'));
  const markdown = openMarkdownRenderer();
  return {
    git: await openGit(dataDir),
    app: await openAppIdentity(dataDir),
    repositories: openRepositories(database, dataDir, now),
    pullRequests: openPullRequests(database, now),
    conversations: openConversations(database, now),
    presentations: openPresentations(database),
    checkRuns: openCheckRuns(database),
    markdown,
    tokens: openTokens(database, now),
    now,
    url,
    async close() {
      await markdown.close();
      if (database.isOpen) database.close();
    },
  };
}

/** Adds a repository. One that is already there keeps its content; only its flags change. */
export async function addRepository(host: Host, fullName: string, origin: Origin, flags: Flags): Promise<void> {
  const parsed = parseRepositoryName(fullName);
  if (parsed === undefined) throw badName(fullName);
  const existing = host.repositories.find(fullName);
  if (existing !== undefined) return host.repositories.setFlags(existing, flags);
  const { owner, name } = parsed;
  const defaultBranch = await importRepository(host.git, origin, host.repositories.gitDir(owner, name));
  host.repositories.add(owner, name, defaultBranch, flags);
}

function badName(name: string): TaskError {
  return new TaskError('repository_name', `"${name.slice(0, 100)}" cannot be the name of a GitHub repository.`, {
    whose: 'yours',
    remedy: 'Write it as owner/name, with letters, digits, dots, dashes and underscores.',
  });
}

/** The repository of a name, for calls from inside the playground. */
export function knownRepository(host: Host, name: string): Repository {
  const repository = host.repositories.find(name);
  if (repository !== undefined) return repository;
  throw new TaskError('repository_unknown', `There is no repository ${name.slice(0, 140)} on the local GitHub.`, {
    whose: 'yours',
    remedy: 'Add it first.',
  });
}

/** The pull request of a number, for the same. */
export function knownPull(
  host: Host,
  name: string,
  number: number,
): { repository: Repository; record: PullRequestRecord } {
  const repository = knownRepository(host, name);
  const record = host.pullRequests.find(repository.id, number);
  if (record !== undefined) return { repository, record };
  throw new TaskError('pull_request_unknown', `${name.slice(0, 140)} has no pull request ${number}.`, {
    whose: 'yours',
    remedy: 'Open it first.',
  });
}
