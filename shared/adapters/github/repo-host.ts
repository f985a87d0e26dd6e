import type { RepoHost } from '#shared/ports.ts';
import { openAccess } from './access.ts';
import { openCheckRuns } from './check-runs.ts';
import { openClients } from './client.ts';
import { explained } from './failure.ts';
import { present } from './presentation.ts';
import { openPullRequests } from './pull-requests.ts';
import { readFile, readHead, readProgress, readRepository, readStanding } from './read.ts';
import { readRemarks } from './remarks.ts';

export interface GitHubOptions {
  /** The App's id, or its client id. */
  readonly appId: number | string;
  /** The App's private key, PEM. */
  readonly privateKey: string;
  /** github.com's when absent; `https://HOST/api/v3` for GitHub Enterprise Server. */
  readonly apiUrl?: string;
  readonly now?: () => number;
  /** What "a second" means when waiting before another try; tests make it short. */
  readonly secondMs?: number;
}

/** Repositories on GitHub, as a GitHub App sees them. */
export function githubRepoHost(options: GitHubOptions): RepoHost {
  const { appId, privateKey, apiUrl = 'https://api.github.com', now = Date.now, secondMs = 1000 } = options;
  const clients = openClients({ appId, privateKey, apiUrl: apiUrl.replace(/\/+$/, ''), secondMs });
  const access = openAccess(clients, now);
  const pullRequests = openPullRequests(access, secondMs);
  // Apart, so that an App without this permission can do all the rest.
  const reportCheck = openCheckRuns(openAccess(clients, now, { checks: 'write' }));
  return {
    repository: (name) => explained(name, readRepository(access, name)),
    head: (name, branch) => explained(name, readHead(access, name, branch)),
    file: (name, path, ref) => explained(name, readFile(access, name, path, ref)),
    recentPullRequests: (name, limit) => explained(name, pullRequests.recent(name, limit)),
    token: (name, right) => explained(name, access.mint(name, { contents: right === 'push' ? 'write' : 'read' })),
    revoke: (token) => explained('the token', clients.revoke(token)),
    openPullRequest: (draft) => explained(draft.repository, pullRequests.open(draft)),
    openBranches: (name) => explained(name, pullRequests.branches(name)),
    amendPullRequest: (name, number, amend) => explained(name, pullRequests.amend(name, number, amend)),
    reportCheck: (report) => explained(report.repository, reportCheck(report), 'checks=write'),
    present: (name, number, presentation) => explained(name, present(access, name, number, presentation)),
    standing: (name, number) => explained(name, readStanding(access, name, number)),
    remarks: (name, number, limit) => explained(name, readRemarks(access, name, number, limit)),
    progress: (name, base, head) => explained(name, readProgress(access, name, base, head)),
  };
}
