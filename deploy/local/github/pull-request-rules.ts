/** What is wrong with the text of a pull request, in the shape of GitHub's validation errors. */
export function textProblems({ title, body }: { title?: string | undefined; body?: string | null | undefined }) {
  return [
    ...(title !== undefined && title.trim() === ''
      ? [{ resource: 'Issue', code: 'missing_field', field: 'title' }]
      : []),
    ...tooLong('title', title ?? '', 256),
    ...tooLong('body', body ?? '', 65_536),
  ];
}

function tooLong(field: string, text: string, most: number) {
  const message = `${field} is too long (maximum is ${most} characters)`;
  return [...text].length > most ? [{ resource: 'Issue', code: 'custom', field, message }] : [];
}

export interface Ends {
  readonly owner: string;
  readonly head: string;
  readonly base: string;
  readonly headCommit: string | undefined;
  readonly baseCommit: string | undefined;
  /** Commits of head that base lacks; undefined when the two share no history. */
  readonly commits: number | undefined;
}

/** What is wrong with the two ends of a pull request. */
export function endProblems({ head, base, headCommit, baseCommit, commits }: Ends) {
  if (headCommit === undefined) return [invalid('head')];
  if (baseCommit === undefined) return [invalid('base')];
  if (commits === undefined) return [custom(`The ${head} branch has no history in common with ${base}`)];
  return commits === 0 ? [custom(`No commits between ${base} and ${head}`)] : [];
}

export function alreadyOpen(owner: string, head: string) {
  return [custom(`A pull request already exists for ${owner}:${head}.`)];
}

/** Why one that is not open cannot be opened again. */
export function reopenProblems({ mergedAt }: { mergedAt: number | null }, ends: Ends) {
  if (mergedAt === null) return endProblems(ends);
  return [{ ...invalid('state'), message: 'state cannot be changed. The pull request cannot be reopened.' }];
}

function invalid(field: 'head' | 'base' | 'state') {
  return { resource: 'PullRequest', field, code: 'invalid' };
}

function custom(message: string) {
  return { resource: 'PullRequest', code: 'custom', message };
}
