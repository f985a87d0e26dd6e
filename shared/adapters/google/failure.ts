import { TaskError, type Whose } from '#shared/task/failure.ts';

/** What Google's services answer with, as far as it means different things to us: gRPC's codes. */
export const Code = {
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  ABORTED: 10,
  INTERNAL: 13,
  UNAVAILABLE: 14,
  UNAUTHENTICATED: 16,
} as const;

/** The gRPC code of an error of Google's clients; undefined for any other error. */
export function codeOf(error: unknown): number | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' ? error.code : undefined;
}

/** Gives an error of Firestore its words, its owner and its remedy. Any other is given back as it is. */
export function explained(error: unknown): unknown {
  const code = codeOf(error);
  if (error instanceof TaskError || code === undefined) return error;
  const { code: name, words, whose, remedy } = needsIndex(error) ? INDEX_MISSING : (PROBLEMS[code] ?? REFUSED);
  return new TaskError(name, words, { whose, remedy, cause: error });
}

/** Firestore says with the same code that a query has no index and that somebody else was faster. */
export const needsIndex = (error: unknown): boolean =>
  codeOf(error) === Code.FAILED_PRECONDITION && /requires an index/.test(String(error));

/** And with the same code that a document is missing and that there is no database at all. */
export const lacksDatabase = (error: unknown): boolean =>
  codeOf(error) === Code.NOT_FOUND && /database/i.test(String(error));

interface Problem {
  readonly code: string;
  readonly words: string;
  readonly whose: Whose;
  readonly remedy: string;
}

const BUSY: Problem = {
  code: 'store_busy',
  words: 'Too many changes met in one record at the same moment.',
  whose: 'transient',
  remedy: 'Try again in a minute.',
};

const AWAY: Problem = {
  code: 'store_unavailable',
  words: 'Firestore, where Bellhop keeps its records, did not answer.',
  whose: 'transient',
  remedy: 'Try again in a minute; status.cloud.google.com says whether Google has a problem.',
};

const FULL: Problem = {
  code: 'store_exhausted',
  words: "The project's quota for Firestore is used up for now.",
  whose: 'transient',
  remedy: 'Whoever runs this bot: look at the quotas of Firestore in the Google Cloud console.',
};

const FORBIDDEN: Problem = {
  code: 'store_forbidden',
  words: 'Firestore does not let Bellhop read and write its records.',
  whose: 'service',
  remedy: "Whoever runs this bot: give the bot's service account the role roles/datastore.user.",
};

const UNKNOWN_CALLER: Problem = {
  code: 'store_unauthenticated',
  words: "Firestore does not accept Bellhop's credentials.",
  whose: 'service',
  remedy: 'Whoever runs this bot: check which service account it runs as, and the clock of the machine.',
};

const MISSING: Problem = {
  code: 'store_missing',
  words: 'There is no Firestore database of this name in the project.',
  whose: 'service',
  remedy: 'Whoever runs this bot: create the database in Native mode, or name the one there is.',
};

const INDEX_MISSING: Problem = {
  code: 'store_index_missing',
  words: 'Firestore lacks an index that Bellhop needs.',
  whose: 'service',
  remedy: 'Whoever runs this bot: deploy deploy/google/firestore.indexes.json and wait until its indexes are built.',
};

const REFUSED: Problem = {
  code: 'store_refused',
  words: 'Firestore refused what Bellhop wanted to store.',
  whose: 'service',
  remedy: 'Retry once; if it happens again, send the task id to whoever runs this bot.',
};

const PROBLEMS: Readonly<Record<number, Problem>> = {
  [Code.DEADLINE_EXCEEDED]: AWAY,
  [Code.NOT_FOUND]: MISSING,
  [Code.ALREADY_EXISTS]: BUSY,
  [Code.PERMISSION_DENIED]: FORBIDDEN,
  [Code.RESOURCE_EXHAUSTED]: FULL,
  [Code.FAILED_PRECONDITION]: BUSY,
  [Code.ABORTED]: BUSY,
  [Code.INTERNAL]: AWAY,
  [Code.UNAVAILABLE]: AWAY,
  [Code.UNAUTHENTICATED]: UNKNOWN_CALLER,
};

/** When patience ended before an answer came. */
export function noAnswer(waitedMs: number, last: unknown): TaskError {
  const known = last === undefined ? undefined : explained(last);
  if (known instanceof TaskError) return known;
  return new TaskError(AWAY.code, AWAY.words, { ...AWAY, cause: last ?? new Error(`no answer in ${waitedMs} ms`) });
}

/** What does not fit into Firestore, before it is sent there. */
export function tooLarge(what: string, bytes: number, mostBytes: number): TaskError {
  const [size, most] = [bytes, mostBytes].map((count) => `${Math.ceil(count / 1_000)} kB`);
  return new TaskError('store_too_large', `${what} has ${size}, and Firestore keeps no more than ${most} of it.`, {
    whose: 'service',
    remedy: 'Start a new task for what is left to do, and ask for less at a time.',
  });
}
