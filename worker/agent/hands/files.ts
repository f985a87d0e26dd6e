import * as z from 'zod';
import type { TaskError } from '#shared/task/failure.ts';
import { toolProblem } from '../tools/tool.ts';
import type { Resident } from './resident.ts';

/** The files of the workspace as one sees them from inside the sandbox, links and all. What cannot be done is a problem in words. */
export interface Files {
  read(about: Range, signal: AbortSignal): Promise<Seen>;
  /** A whole file that is text. */
  text(path: string, signal: AbortSignal): Promise<string>;
  /** Makes the folders on the way. */
  write(path: string, text: string, signal: AbortSignal): Promise<void>;
  search(about: Query, signal: AbortSignal): Promise<Found>;
  /** Says something else once the working tree differs; nothing where nobody can tell. */
  changes(signal: AbortSignal): Promise<string>;
}

interface Range {
  readonly path: string;
  readonly from: number;
  readonly count: number;
  /** A line that is longer is cut, and says so. */
  readonly lineCharacters: number;
}

interface Query {
  readonly pattern: string;
  readonly path: string;
  readonly literal: boolean;
  readonly ignoreCase: boolean;
  readonly context: number;
}

const Lines = z.object({ lines: z.array(z.string()), total: z.number() });
const Folder = z.object({ entries: z.array(z.string()) });
const Seen = z.union([Lines, Folder]);
type Seen = z.infer<typeof Seen>;

const Found = z.object({ found: z.string(), isCut: z.boolean() });
type Found = z.infer<typeof Found>;

const Problem = z.object({ problem: z.string(), words: z.string() });

export function createFiles({ ask }: Resident): Files {
  async function asked<T>(
    schema: z.ZodType<T>,
    question: { act: string; path: string },
    signal: AbortSignal,
  ): Promise<T> {
    const answer = await ask(question, signal);
    const problem = Problem.safeParse(answer);
    if (problem.success) throw problemOf(problem.data, question.path.replace(/^\.\//, ''));
    const read = schema.safeParse(answer);
    if (read.success) return read.data;
    throw toolProblem('The files answered nonsense.', 'Do it with bash.');
  }
  return {
    read: (about, signal) => asked(Seen, { act: 'read', ...about }, signal),
    text: async (path, signal) => (await asked(z.object({ text: z.string() }), { act: 'text', path }, signal)).text,
    async write(path, text, signal) {
      const question = { act: 'write', path, text };
      await asked(z.object({}), question, signal);
    },
    search: (about, signal) => asked(Found, { act: 'search', ...about }, signal),
    async changes(signal) {
      return (await asked(z.object({ changes: z.string() }), { act: 'changes', path: '.' }, signal)).changes;
    },
  };
}

/** By what Node calls it, or what our own program does. */
const PROBLEMS: Readonly<Record<string, (path: string, words: string) => readonly [words: string, remedy: string]>> = {
  ENOENT: (path) => [`There is no ${path}.`, 'List its folder, or search.'],
  ENOTDIR: (path) => [`There is no ${path}: a part of the way to it is a file.`, 'List its folder, or search.'],
  EISDIR: (path) => [`${path} is a folder.`, 'Name a file in it.'],
  EROFS: (path) => [`${path} cannot be changed.`, 'It is read-only for you.'],
  EACCES: (path) => [`${path} is closed to you.`, 'It cannot be reached from here.'],
  binary: (path, size) => [`${path} is binary, ${size}.`, 'Use a program that knows its format.'],
  not_text: (path) => [`${path} is not UTF-8 text.`, 'Change it with a program that knows its format.'],
  no_file: (path, what) => [`${path} is ${what}.`, 'Name a file.'],
  too_large: (path, size) => [`${path} is too large for this: ${size}.`, 'Take parts of it with bash.'],
  search: (_, words) => [`The search does not work: ${words.trim()}`, 'Correct the pattern, or set literal.'],
};

function problemOf({ problem, words }: z.infer<typeof Problem>, path: string): TaskError {
  const known = Object.hasOwn(PROBLEMS, problem) ? PROBLEMS[problem] : undefined;
  return toolProblem(...(known?.(path, words.slice(0, 500)) ?? ([`${path}: ${words.slice(0, 500)}`, ''] as const)));
}
