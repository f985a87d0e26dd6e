import type { Octokit } from '@octokit/core';
import type * as z from 'zod';
import type { Remark } from '#shared/pull-request.ts';
import { clip } from '#shared/text/clip.ts';
import { plain } from '#shared/text/escape.ts';
import type { Access } from './access.ts';
import { CommentsAnswer, ReviewCommentsAnswer, ReviewsAnswer } from './answers.ts';

const PAGE = 100;
const MOST_PAGES = 3;
const MOST_CHARACTERS = 4_000;

/** What people wrote about a pull request: under it, at its lines, and with their reviews. */
export async function readRemarks(
  access: Access,
  repository: string,
  number: number,
  limit: number,
): Promise<readonly Remark[]> {
  const pages = pagesOf(access, repository, number);
  const [comments, atLines, reviews] = await Promise.all([
    pages('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', CommentsAnswer),
    pages('GET /repos/{owner}/{repo}/pulls/{pull_number}/comments', ReviewCommentsAnswer),
    pages('GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews', ReviewsAnswer),
  ]);
  return [
    ...comments.map((each) => remark(each.user, each.body, each.created_at)),
    ...atLines.map((each) => ({
      ...remark(each.user, each.body, each.created_at),
      path: each.path,
      ...(typeof each.line === 'number' && { line: each.line }),
    })),
    ...reviews.flatMap((each) => (each.submitted_at ? [reviewed(each, each.submitted_at)] : [])),
  ]
    .filter(({ words, verdict }) => words !== '' || verdict !== undefined)
    .toSorted((one, other) => one.at - other.at)
    .slice(-limit);
}

type Route = Parameters<Octokit['request']>[0] & string;

const pagesOf =
  (access: Access, repository: string, number: number) =>
  async <T>(route: Route, schema: z.ZodType<T[]>): Promise<readonly T[]> => {
    const found: T[] = [];
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      const about = { issue_number: number, pull_number: number, per_page: PAGE, page };
      const { data } = await access.on(repository, (client, place) => client.request(route, { ...place, ...about }));
      const read = schema.parse(data);
      found.push(...read);
      if (read.length < PAGE) break;
    }
    return found;
  };

type Account = { readonly login: string } | null;

const remark = (user: Account, body: string | null | undefined, at: string): Remark => ({
  by: user?.login ?? 'ghost',
  at: Date.parse(at),
  words: clip(plain(body ?? '').trim(), MOST_CHARACTERS),
});

const VERDICTS: Readonly<Record<string, Remark['verdict']>> = {
  APPROVED: 'approved',
  CHANGES_REQUESTED: 'changes requested',
};

function reviewed({ user, body, state }: z.infer<typeof ReviewsAnswer>[number], at: string): Remark {
  const verdict = VERDICTS[state];
  return { ...remark(user, body, at), ...(verdict && { verdict }) };
}
