import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import type { OpenBranch } from '#shared/ports.ts';
import type { PullRequest, PullRequestDraft } from '#shared/pull-request.ts';
import type { Access } from './access.ts';
import { PullAnswer } from './answers.ts';
import { asRefused, isAmbiguous } from './failure.ts';
import { inTurn } from './in-turn.ts';
import { fittingBody, fittingTitle } from './pull-request-text.ts';

const PULLS = '/repos/{owner}/{repo}/pulls';

/** Pull requests of a branch: one open at most, whatever is lost or repeated on the way. */
export function openPullRequests(access: Access, secondMs: number) {
  const oneAfterTheOther = inTurn();
  return {
    open(draft: PullRequestDraft): Promise<PullRequest> {
      const fitting = { ...draft, title: fittingTitle(draft.title), body: fittingBody(draft.body) };
      return oneAfterTheOther(`${draft.repository} ${draft.branch}`, () => findOrCreate(access, fitting, secondMs));
    },
    recent: (repository: string, limit: number) => recentlyMerged(access, repository, limit),
    branches: (repository: string) => openBranches(access, repository),
    amend: (repository: string, number: number, change: (body: string) => string) =>
      oneAfterTheOther(`${repository} ${number}`, () => amend(access, repository, number, change)),
  };
}

const MOST_TRIES = 3;

/** Looks, creates, and looks again whenever it is not certain that nothing was created; the last act is a look. */
async function findOrCreate(
  access: Access,
  draft: PullRequestDraft,
  secondMs: number,
  failures: readonly unknown[] = [],
): Promise<PullRequest> {
  const existing = await findOpen(access, draft);
  if (existing !== undefined) return await bringUpToDate(access, draft, existing);
  if (failures.length === MOST_TRIES) throw failures.at(-1);
  try {
    return await create(access, draft);
  } catch (error) {
    if (!mayExistNow(error)) throw error;
    await pause(failures.length * secondMs); // A list may lag behind what was just created.
    return await findOrCreate(access, draft, secondMs, [...failures, error]);
  }
}

function mayExistNow(error: unknown): boolean {
  return isAmbiguous(error) || /pull request already exists/i.test(asRefused(error)?.message ?? '');
}

async function findOpen(
  access: Access,
  { repository, branch, base }: PullRequestDraft,
): Promise<PullAnswer | undefined> {
  const { data } = await access.on(repository, (client, { owner, repo }) =>
    client.request(`GET ${PULLS}`, { owner, repo, head: `${owner}:${branch}`, state: 'open', per_page: 100 }),
  );
  const ours = z
    .array(PullAnswer)
    .parse(data)
    .filter((pull) => isOfBranch(pull, branch));
  return ours.find((pull) => pull.base.ref === base) ?? ours.at(-1);
}

// GitHub ignores a head filter it cannot read and answers with every pull request; forks have branches of the same name.
function isOfBranch({ head, base }: PullAnswer, branch: string): boolean {
  return head.ref === branch && head.repo?.id === base.repo.id;
}

async function bringUpToDate(access: Access, draft: PullRequestDraft, existing: PullAnswer): Promise<PullRequest> {
  const { repository, title, body, base } = draft;
  const same = existing.title === title && (existing.body ?? '') === body && existing.base.ref === base;
  if (same) return asPullRequest(existing);
  const changed = { title, body, ...(existing.base.ref !== base && { base }) };
  const { data } = await access.on(repository, (client, place) =>
    client.request(`PATCH ${PULLS}/{pull_number}`, { ...place, pull_number: existing.number, ...changed }),
  );
  return asPullRequest(PullAnswer.parse(data));
}

/** Where drafts are not to be had (private repositories of free plans) it is opened without, and the result says so. */
async function create(access: Access, draft: PullRequestDraft): Promise<PullRequest> {
  try {
    return await post(access, draft);
  } catch (error) {
    const noDrafts = /draft pull requests are not supported/i.test(asRefused(error)?.message ?? '');
    if (!draft.draft || !noDrafts) throw error;
    return await post(access, { ...draft, draft: false });
  }
}

// Never repeated by the client itself: a call whose answer was lost may have opened it.
async function post(access: Access, { repository, branch: head, base, title, body, draft }: PullRequestDraft) {
  const { data } = await access.on(repository, (client, place) =>
    client.request(`POST ${PULLS}`, { ...place, head, base, title, body, draft, request: { retries: 0 } }),
  );
  return asPullRequest(PullAnswer.parse(data));
}

function asPullRequest({ number, html_url: url, draft }: PullAnswer): PullRequest {
  return { number, url, draft };
}

/** Forks may have pull requests here, too; what is pushed there is no concern of ours. */
async function openBranches(access: Access, repository: string): Promise<readonly OpenBranch[]> {
  const { data } = await access.on(repository, (client, place) =>
    client.request(`GET ${PULLS}`, { ...place, state: 'open', sort: 'created', direction: 'desc', per_page: PAGE }),
  );
  const own = z
    .array(PullAnswer)
    .parse(data)
    .filter(({ head, base }) => head.repo?.id === base.repo.id);
  return own.map(({ head }) => ({ branch: head.ref, head: head.sha }));
}

async function amend(
  access: Access,
  repository: string,
  number: number,
  change: (body: string) => string,
): Promise<void> {
  const path = `${PULLS}/{pull_number}` as const;
  const { data } = await access.on(repository, (client, place) =>
    client.request(`GET ${path}`, { ...place, pull_number: number }),
  );
  const before = PullAnswer.parse(data).body ?? '';
  const body = fittingBody(change(before));
  if (body === before) return;
  await access.on(repository, (client, place) =>
    client.request(`PATCH ${path}`, { ...place, pull_number: number, body }),
  );
}

const MOST_PAGES = 3;
const PAGE = 100;

// GitHub cannot sort by the time of the merge; the newest merges are among the newest changes.
async function recentlyMerged(access: Access, repository: string, limit: number) {
  const merged: PullAnswer[] = [];
  for (let page = 1; page <= MOST_PAGES && merged.length < limit; page += 1) {
    const { data } = await access.on(repository, (client, place) =>
      client.request(`GET ${PULLS}`, {
        ...place,
        state: 'closed',
        sort: 'updated',
        direction: 'desc',
        per_page: PAGE,
        page,
      }),
    );
    const pulls = z.array(PullAnswer).parse(data);
    merged.push(...pulls.filter((pull) => pull.merged_at !== null));
    if (pulls.length < PAGE) break;
  }
  return merged
    .toSorted((one, other) => (other.merged_at ?? '').localeCompare(one.merged_at ?? ''))
    .slice(0, limit)
    .map(({ number, title, body }) => ({ number, title, body: body ?? '' }));
}
