import * as z from 'zod';

/** Whose problem a failure is: `transient` passes by itself, `service` is ours or a provider's, `yours` is the requester's to mend. */
export const Whose = z.enum(['transient', 'service', 'yours']);
export type Whose = z.infer<typeof Whose>;

/** How an attempt failed, as the record and the thread keep it: a code for machines, words and a remedy for people. */
export const Failure = z.object({
  code: z.string().regex(/^[a-z][a-z0-9_]*$/),
  words: z.string().max(2_000),
  whose: Whose,
  remedy: z.string().max(1_000),
});
export type Failure = z.infer<typeof Failure>;

/** An expected problem. Anything else that is thrown is a bug of ours and is told as one. */
export class TaskError extends Error {
  readonly code: string;
  readonly whose: Whose;
  readonly remedy: string;

  constructor(code: string, words: string, about: { whose: Whose; remedy: string; cause?: unknown }) {
    super(words, about.cause === undefined ? undefined : { cause: about.cause });
    this.name = 'TaskError';
    this.code = code;
    this.whose = about.whose;
    this.remedy = about.remedy;
  }
}

/** The one place where an error becomes a failure people can read. */
export function toFailure(error: unknown): Failure {
  if (error instanceof TaskError) {
    return { code: error.code, words: error.message, whose: error.whose, remedy: error.remedy };
  }
  return {
    code: 'internal',
    words: 'Something broke inside Bellhop that nobody planned for.',
    whose: 'service',
    remedy: 'Retry once; if it happens again, send the task id to whoever runs this bot.',
  };
}
