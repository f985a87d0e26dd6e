import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import * as z from 'zod';
import { TaskError } from '#shared/task/failure.ts';

const Call = z.strictObject({
  tool: z.string().min(1),
  input: z.unknown(),
  /** What the tool's result must contain; otherwise the play stops, because the rest would not fit. */
  expect: z.string().min(1).optional(),
});

const Turn = z.strictObject({
  /** What the model says. */
  text: z.string().default(''),
  /** What it does, one after the other. */
  calls: z.array(Call).default([]),
});
export type Turn = z.infer<typeof Turn>;

const Turns = z.array(Turn).min(1);

const Cassette = z.strictObject({
  /** `owner/name` of the one repository it is for. */
  repository: z.string().min(3),
  /** A part of the request, or a regular expression between slashes. Capitals do not matter. */
  request: z.string().min(1).transform(matcher),
  /** The turns until it calls `finish`. */
  turns: Turns,
  /** The same for each fix round, should it come to one. */
  fix: z.array(Turns).default([]),
});

/** A recorded model: what it says and does on one kind of request. */
export type Cassette = Readonly<z.infer<typeof Cassette>> & { readonly name: string };

interface Matcher {
  readonly words: string;
  readonly matches: (request: string) => boolean;
}

function matcher(words: string, context: z.RefinementCtx): Matcher {
  const [, source] = /^\/(.+)\/$/s.exec(words) ?? [];
  if (source === undefined) return { words, matches: (request) => request.toLowerCase().includes(words.toLowerCase()) };
  try {
    const pattern = new RegExp(source, 'is');
    return { words, matches: (request) => pattern.test(request) };
  } catch (error) {
    // Listed with the other problems of the file.
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : 'no regular expression' });
    return z.NEVER;
  }
}

/** Reads a cassette. Throws a TaskError that names the file and every field that is wrong. */
export async function readCassette(file: string): Promise<Cassette> {
  const parsed = Cassette.safeParse(await readJson(file));
  if (parsed.success) return { ...parsed.data, name: basename(file, '.json') };
  throw unusable(
    file,
    parsed.error.issues.map((issue) => `${issue.path.join(' › ') || 'the file'}: ${issue.message}`).join('; '),
  );
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw unusable(file, error instanceof Error ? error.message : 'it cannot be read');
  }
}

function unusable(file: string, problems: string): TaskError {
  return new TaskError('cassette_invalid', `The cassette ${basename(file)} cannot be played: ${problems}.`, {
    whose: 'service',
    remedy: `Correct ${basename(file)}: {"repository": "owner/name", "request": "words", "turns": [{"calls": [{"tool": "bash", "input": {"command": "ls"}}]}]}.`,
  });
}

/** The cassette for a task. Throws a TaskError that says what can be played. */
export function cassetteFor(cassettes: readonly Cassette[], task: { repository: string; words: string }): Cassette {
  const same = cassettes.filter(({ repository }) => repository.toLowerCase() === task.repository.toLowerCase());
  const found = same.find(({ request }) => request.matches(task.words));
  if (found) return found;
  const playable = cassettes.map(({ repository, request }) => `“${request.words}” on ${repository}`).join(', ');
  throw new TaskError(
    'nothing_to_play',
    `The scripted model plays recordings only, and has none for this request on ${task.repository}.`,
    {
      whose: 'yours',
      remedy: playable ? `Ask for one of: ${playable}. Or set up a real model.` : 'Set up a real model.',
    },
  );
}
