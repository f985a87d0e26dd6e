import { TaskError } from '#shared/task/failure.ts';
import type { Redact } from '#shared/text/redact.ts';
import type { Assignment } from '#shared/worker-api.ts';
import type { Git } from '../git.ts';
import { type Entry, entriesBetween, LINK } from './entries.ts';
import {
  type Links,
  linkViolations,
  protectedViolations,
  secretViolations,
  sizeViolations,
  submoduleViolations,
  type Violation,
} from './rules.ts';
import { secretsAdded } from './secrets.ts';

/** The commits around a change: what it is proposed to, what this attempt started from, and what it came to. */
interface Span {
  readonly base: string;
  readonly start: string;
  readonly head: string;
}

/** Looks at a change before anything of it may leave, and says what must not. */
export type Review = (span: Span, protectedGlobs: readonly string[]) => Promise<readonly Violation[]>;

interface Needs {
  readonly git: Git;
  readonly assignment: Pick<Assignment, 'changeLimits' | 'protectedPaths'>;
  readonly redact: Redact;
}

/** An attempt answers for what it changed itself; for the size, which is what reviewers have before them, all of it counts. */
export function createReview({ git, assignment, redact }: Needs): Review {
  return async ({ base, start, head }, globs) => {
    const own = await entriesBetween(git, start, head);
    const whole = start === base ? own : await entriesBetween(git, base, head);
    return [
      ...protectedViolations(own, [...assignment.protectedPaths, ...globs]),
      ...linkViolations(await linksOf(git, own)),
      ...submoduleViolations(own),
      ...(await secretsIn(git, start, head, redact)),
      ...sizeViolations(whole, assignment.changeLimits),
    ];
  };
}

const PATCH_BYTES = 32 * 1024 * 1024;

async function secretsIn(git: Git, from: string, to: string, redact: Redact): Promise<readonly Violation[]> {
  const patch = await git.run([...PATCH, from, to], { firstBytes: PATCH_BYTES });
  // What nobody can look through is not pushed. A character that the cut split in two counts for more than it had.
  if (Buffer.byteLength(patch) >= PATCH_BYTES)
    return [{ code: 'change_too_large', words: 'The change is too much to be looked through for secrets.' }];
  return secretViolations(secretsAdded(patch, redact));
}

/** Also of files that call themselves binary: a secret is one there, too. */
const PATCH = ['diff-tree', '-r', '-p', '-U0', '--text', '--no-renames', '--no-ext-diff', '--no-textconv'];

async function linksOf(git: Git, entries: readonly Entry[]): Promise<Links> {
  const links = new Map<string, string>();
  for (const { path, newMode, newId } of entries) {
    if (newMode === LINK) links.set(path, await git.run(['cat-file', 'blob', newId]));
  }
  return links;
}

const NAMED = 5;

/** The end of an attempt whose change must not be pushed, and that could not mend it. */
export function changeRefused(violations: readonly Violation[]): TaskError {
  const [first] = violations;
  const shown = violations.slice(0, NAMED).map(({ words }) => words);
  const more = violations.length > NAMED ? [`And ${violations.length - NAMED} more of the kind.`] : [];
  return new TaskError(first?.code ?? 'change_refused', ['I did not push the change.', ...shown, ...more].join(' '), {
    whose: 'yours',
    remedy: REMEDIES[first?.code ?? 'protected_path'],
  });
}

const REMEDIES: Readonly<Record<Violation['code'], string>> = {
  protected_path: 'Ask for the rest without it, and change this file yourself.',
  link_leaves: 'Ask for it without that link.',
  submodule_changed: 'Ask for the rest without it, and move the submodule yourself.',
  secret_in_change: 'Ask for it with a made-up value, or with one that is read from the environment.',
  change_too_large: 'Ask for it in smaller parts, or let whoever runs this bot raise the limits of the policy.',
};
