import * as z from 'zod';

/** Shell text, run at the root of the repository. */
export const command = z.string().trim().min(1).max(2_000);

export const path = z
  .string()
  .max(300)
  .regex(/^(?!\/)(?!(?:.*\/)?\.\.(?:\/|$))[^\p{Cc}]+$/u, 'must be a path inside the repository');

export const plainName = z
  .string()
  .max(80)
  .regex(/^[\w][\w .:/()-]*$/, 'must be plain words');
