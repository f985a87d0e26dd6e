import { TaskError } from '#shared/task/failure.ts';

/** Why a database file cannot be used, in words for whoever runs the bot. */
export function unusable(file: string, cause: unknown): TaskError {
  const { code, words, remedy } = PROBLEMS[problemOf(cause)];
  return new TaskError(code, `The database ${file} ${words}.`, { whose: 'service', remedy, cause });
}

type Problem = 'locked' | 'foreign' | 'newer' | 'unreachable' | 'unreadable';

const PROBLEMS: Readonly<Record<Problem, { code: string; words: string; remedy: string }>> = {
  locked: {
    code: 'database_locked',
    words: 'is locked by another program',
    remedy: 'End the program that holds it (a copy or backup tool, an open database shell), then start again.',
  },
  foreign: {
    code: 'database_foreign',
    words: 'is not one of Bellhop',
    remedy: 'Name another file in the configuration; this one was left as it is.',
  },
  newer: {
    code: 'database_newer',
    words: 'was written by a newer Bellhop',
    remedy: 'Start that version again, or name another file; this one was left as it is.',
  },
  unreachable: {
    code: 'database_unreachable',
    words: 'cannot be opened for writing',
    remedy: 'Check that its folder exists, that the disk has room, and that this user may write there.',
  },
  unreadable: {
    code: 'database_unreadable',
    words: 'cannot be read',
    remedy: 'Restore it from a backup, or move it away to start with an empty one.',
  },
};

/** SQLite's primary result codes, as far as they mean different things to a person. */
const BY_RESULT: Readonly<Record<number, Problem>> = {
  3: 'unreachable',
  5: 'locked',
  6: 'locked',
  8: 'unreachable',
  10: 'unreachable',
  13: 'unreachable',
  14: 'unreachable',
  26: 'foreign',
};

function problemOf(cause: unknown): Problem {
  if (cause instanceof ForeignFile) return cause.problem;
  if (!(cause instanceof Error)) return 'unreadable';
  if ('errcode' in cause) return BY_RESULT[Number(cause.errcode) & 0xff] ?? 'unreadable';
  return 'syscall' in cause ? 'unreachable' : 'unreadable';
}

/** A file of somebody else, or of a later version: found by looking, before anything was written. */
export class ForeignFile extends Error {
  readonly problem: 'foreign' | 'newer';

  constructor(problem: 'foreign' | 'newer') {
    super(problem);
    this.problem = problem;
  }
}
