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
