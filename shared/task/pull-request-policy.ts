import * as z from 'zod';

/** A name as people on GitHub have it; that of a company-managed account ends in `_company`. */
const Login = z
  .string()
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})(?:_[A-Za-z0-9]{1,10})?$/, 'must be a login on GitHub, without the @');

/** Who is asked for a review: a login, or a team as `organisation/team`. */
const Reviewer = z
  .string()
  .regex(
    /^(?:[A-Za-z0-9][\w-]{0,38}\/)?[A-Za-z0-9][\w.-]{0,99}$/,
    'must be a login on GitHub or a team as organisation/team, without the @',
  );

const Label = z
  .string()
  .regex(/^(?!\s)[^\p{C}\u2028\u2029,]{1,50}(?<!\s)$/u, 'must be a label of at most 50 characters, without commas');

/** How pull requests are presented: of one repository, or of all that say nothing else. */
const FIELDS = {
  labels: z.array(Label).max(20),
  reviewers: z.array(Reviewer).max(15),
  /** When one is opened as a draft; work that is not green, or was stopped at a bound, always is. */
  draft: z.enum(['always', 'when_not_green']),
};

/** What a repository may say for itself. */
export const OwnPullRequests = {
  labels: FIELDS.labels.optional(),
  reviewers: FIELDS.reviewers.optional(),
  draft: FIELDS.draft.optional(),
};

export const PullRequests = z.strictObject({
  labels: FIELDS.labels.default([]),
  reviewers: FIELDS.reviewers.default([]),
  draft: FIELDS.draft.default('when_not_green'),
});
export type PullRequests = z.infer<typeof PullRequests>;

/** Somebody of Slack on GitHub. What is written here becomes public in commits. */
export const PersonOnGitHub = z.strictObject({
  github: Login,
  /** For the co-author line; GitHub's own address that hides the real one when absent. */
  email: z.email().max(254).optional(),
});
type PersonOnGitHub = z.infer<typeof PersonOnGitHub>;

/** How commits name somebody. */
export const coAuthorOf = ({ github, email }: PersonOnGitHub): { readonly name: string; readonly email: string } => ({
  name: github,
  email: email ?? `${github}@users.noreply.github.com`,
});
