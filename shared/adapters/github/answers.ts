import * as z from 'zod';

// What we read of GitHub's answers. They come over the network, so nothing is believed before it was parsed.

export const InstallationAnswer = z.object({ id: z.number().int() });

export const TokenAnswer = z.object({ token: z.string().min(1), expires_at: z.iso.datetime() });

export const RepositoryAnswer = z.object({
  full_name: z.string(),
  default_branch: z.string().min(1),
  clone_url: z.url({ protocol: /^https?$/ }),
  archived: z.boolean(),
});

export const RefAnswer = z.object({ object: z.object({ sha: z.string().regex(/^[0-9a-f]{40}$/) }) });

export const PullAnswer = z.object({
  number: z.number().int().positive(),
  html_url: z.url({ protocol: /^https?$/ }),
  draft: z.boolean().default(false),
  title: z.string(),
  body: z.string().nullable(),
  merged_at: z.string().nullable(),
  /** No repository: that of the head was deleted. */
  head: z.object({
    ref: z.string(),
    sha: z.string().regex(/^[0-9a-f]{40}$/),
    repo: z.object({ id: z.number() }).nullable(),
  }),
  base: z.object({ ref: z.string(), repo: z.object({ id: z.number() }) }),
});
export type PullAnswer = z.infer<typeof PullAnswer>;

export const StandingAnswer = z.object({
  state: z.enum(['open', 'closed']),
  merged_at: z.string().nullable(),
  head: z.object({ sha: z.string().regex(/^[0-9a-f]{40}$/) }),
});

/** Of an account that was deleted nothing is left. */
const Account = z.object({ login: z.string() }).nullable();
const when = z.iso.datetime({ offset: true });

export const CommentsAnswer = z.array(z.object({ user: Account, body: z.string().nullish(), created_at: when }));

/** No line: the code was changed after the comment. */
export const ReviewCommentsAnswer = z.array(
  z.object({
    user: Account,
    body: z.string().nullish(),
    created_at: when,
    path: z.string(),
    line: z.number().int().nullish(),
  }),
);

/** Not submitted yet: nobody but its author sees a pending one. */
export const ReviewsAnswer = z.array(
  z.object({ user: Account, body: z.string().nullish(), state: z.string(), submitted_at: when.nullish() }),
);

export const AssigneesAnswer = z.object({ assignees: z.array(z.object({ login: z.string() })) });

export const ComparisonAnswer = z.object({
  ahead_by: z.number().int().nonnegative(),
  behind_by: z.number().int().nonnegative(),
  merge_base_commit: z.object({ sha: z.string().regex(/^[0-9a-f]{40}$/) }),
  commits: z.array(z.object({ commit: z.object({ author: z.object({ name: z.string() }).nullish() }) })),
});
