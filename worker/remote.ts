import { TaskError } from '#shared/task/failure.ts';
import { oneLine } from '#shared/text/escape.ts';
import { type Credential, type Git, GitError } from './git.ts';
import { patiently, Unreachable } from './patience.ts';

/** The repository where it lives, for one right at a time. */
export interface Remote {
  /** Branches and the commits they point to; `only` saves asking for all. */
  branches(only?: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Brings one commit of each branch, without its history. */
  fetch(branches: readonly string[]): Promise<void>;
  /** Brings these commits, without their history. */
  fetchCommits(commits: readonly string[]): Promise<void>;
  /** Moves a branch forward to a commit, and never anywhere else. */
  push(commit: string, branch: string): Promise<void>;
}

/** Where a git directory notes the branches of the other side. */
export const ORIGIN = 'refs/remotes/origin/';
const TRIES = 5;
const HEADS = 'refs/heads/';

export function connectRemote(git: Git, credential: Credential, signal: AbortSignal): Remote {
  const { url } = credential;
  const talk = (args: readonly string[]): Promise<string> =>
    patiently(() => git.run(args, { credential, signal }).catch((error) => explain(error, url)), {
      signal,
      tries: TRIES,
    });

  const branches = async (only: readonly string[] = []): Promise<ReadonlyMap<string, string>> => {
    const listed = await talk(['ls-remote', '--heads', '--', url, ...only.map((branch) => HEADS + branch)]);
    const lines = listed.split('\n').filter((line) => line !== '');
    return new Map(lines.map((line) => [line.slice(line.indexOf('\t') + 1 + HEADS.length), line.slice(0, 40)]));
  };

  const bring = async (what: readonly string[]): Promise<void> => {
    await talk(['fetch', '--quiet', '--depth=1', '--no-tags', '--no-write-fetch-head', '--', url, ...what]);
  };

  return {
    branches,
    fetch: (wanted) => bring(wanted.map((branch) => `+${HEADS}${branch}:${ORIGIN}${branch}`)),
    fetchCommits: (commits) => bring(commits),
    async push(commit, branch) {
      const refs = `${commit}:${HEADS}${branch}`;
      await talk(['push', '--quiet', '--no-verify', '--', url, refs]).catch(async (error: unknown) => {
        // The answer may be all that was lost: the remote itself knows.
        if ((await branches([branch])).get(branch) !== commit) throw error;
      });
    },
  };
}

/** What git complained of, as a problem of somebody. */
function explain(error: unknown, url: string): never {
  if (!(error instanceof GitError)) throw error;
  const complaint = oneLine(error.complaint);
  if (PASSES.test(complaint)) throw new Unreachable(`The repository's host could not be reached: ${complaint}`, error);
  if (MOVED.test(complaint)) throw branchMoved(error);
  if (DECLINED.test(complaint)) throw pushDeclined(complaint, error);
  if (REFUSED.test(complaint)) throw cloneRefused(url, error);
  if (MALFORMED.test(complaint)) throw malformed(complaint, error);
  throw error;
}

const PASSES =
  /could not resolve host|connection (?:refused|reset|timed out)|couldn't connect|failed to connect|timed out|early EOF|unexpected disconnect|the remote end hung up|RPC failed|returned error: (?:408|429|5\d\d)|empty reply/i;
const MOVED = /non-fast-forward|fetch first|\[rejected\]|cannot lock ref/i;
const DECLINED = /\[remote rejected\]|hook declined|protected branch/i;
const REFUSED =
  /authentication failed|could not read username|returned error: 40[134]|repository .*not found|access denied/i;

const MALFORMED = /fsck error/i;

function branchMoved(cause: GitError): TaskError {
  return new TaskError(
    'branch_moved',
    'Somebody else pushed to the task’s branch, and I do not overwrite their work.',
    {
      whose: 'yours',
      remedy: 'Retry: the next attempt starts from what is on the branch.',
      cause,
    },
  );
}

function pushDeclined(complaint: string, cause: GitError): TaskError {
  return new TaskError('push_declined', `The repository's host did not take the push: ${complaint}`, {
    whose: 'yours',
    remedy: 'Ask an owner to let the GitHub App push branches under agent/, then retry.',
    cause,
  });
}

function cloneRefused(url: string, cause: GitError): TaskError {
  return new TaskError('clone_refused', `The repository's host refused the access to ${url}.`, {
    whose: 'yours',
    remedy: 'Ask an owner whether the GitHub App is installed on this repository, then retry.',
    cause,
  });
}

function malformed(complaint: string, cause: GitError): TaskError {
  return new TaskError('repository_malformed', `The repository holds something that git itself forbids: ${complaint}`, {
    whose: 'yours',
    remedy: 'Run “git fsck” on a clone, and take what it names out of the base branch.',
    cause,
  });
}
