import { posix } from 'node:path';
import { clip } from '#shared/text/clip.ts';
import { oneLine } from '#shared/text/escape.ts';
import type { Assignment } from '#shared/worker-api.ts';
import { type Entry, LINK, SUBMODULE } from './entries.ts';
import { isGenerated } from './generated.ts';
import { protectedPaths, WORKFLOW } from './protected.ts';
import type { SecretFound } from './secrets.ts';

/** Something that must not be pushed: a code for machines, and words that the agent and people read. */
export interface Violation {
  readonly code: 'protected_path' | 'link_leaves' | 'submodule_changed' | 'secret_in_change' | 'change_too_large';
  readonly words: string;
}

export type ChangeLimits = Assignment['changeLimits'];

/** Links that the change makes, and where they lead. */
export type Links = ReadonlyMap<string, string>;

export const protectedViolations = (entries: readonly Entry[], globs: readonly string[]): readonly Violation[] =>
  protectedPaths(
    entries.map(({ path }) => path),
    globs,
  ).map((path) => ({
    code: 'protected_path',
    words: `${named(path)} ${WORKFLOW.test(path) ? 'decides what GitHub itself runs' : 'is protected'}, and no task may change it.`,
  }));

/** A link may lead anywhere within the repository; outside of it lies the machine of whoever checks it out. */
export const linkViolations = (links: Links): readonly Violation[] =>
  [...links]
    .filter(([path, target]) => leavesRepository(path, target))
    .map(([path]) => ({ code: 'link_leaves', words: `The link ${named(path)} leads out of the repository.` }));

function leavesRepository(path: string, target: string): boolean {
  if (posix.isAbsolute(target) || /^[A-Za-z]:|\\/.test(target)) return true;
  const leadsTo = posix.normalize(posix.join(posix.dirname(path), target));
  return leadsTo === '..' || leadsTo.startsWith('../') || /(?:^|\/)\.git(?:\/|$)/i.test(leadsTo);
}

export const submoduleViolations = (entries: readonly Entry[]): readonly Violation[] =>
  entries
    .filter(({ oldMode, newMode }) => oldMode === SUBMODULE || newMode === SUBMODULE)
    .map(({ path }) => ({
      code: 'submodule_changed',
      words: `${named(path)} is a submodule, which a task leaves as it is.`,
    }));

export const secretViolations = (secrets: readonly SecretFound[]): readonly Violation[] =>
  secrets.map(({ path, line, kind }) => ({
    code: 'secret_in_change',
    words: `${named(path)}:${line} holds what looks like ${kind}.`,
  }));

/** Whether people can review it. Lock files and generated ones nobody reads line by line, so they have a measure of their own. */
export function sizeViolations(entries: readonly Entry[], limits: ChangeLimits): readonly Violation[] {
  const generated = entries.filter((entry) => isGenerated(entry.path, limits.generated));
  const written = entries.filter((entry) => !generated.includes(entry));
  return [
    ...beyond(written.length, limits.files, 'changed files'),
    ...beyond(sum(written.map(linesIn)), limits.lines, 'changed lines'),
    ...beyond(sum(generated.map(linesIn)), limits.generatedLines, 'changed lines of generated files'),
    ...beyond(kilobytes(written.filter(({ binary }) => binary)), limits.binaryKilobytes, 'kB of binary files'),
    ...entries.flatMap((entry) => largeFile(entry, limits.fileKilobytes)),
  ];
}

const linesIn = ({ added, removed }: Entry): number => added + removed;
const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
const kilobytes = (entries: readonly Entry[]): number => Math.ceil(sum(entries.map(({ bytes }) => bytes)) / 1_024);

function beyond(amount: number, most: number, what: string): readonly Violation[] {
  if (amount <= most) return [];
  return [{ code: 'change_too_large', words: `The change has ${amount} ${what}; ${most} is the most.` }];
}

function largeFile({ path, bytes, newMode }: Entry, mostKilobytes: number): readonly Violation[] {
  const size = Math.ceil(bytes / 1_024);
  if (newMode === LINK || size <= mostKilobytes) return [];
  return [
    { code: 'change_too_large', words: `${named(path)} has ${size} kB; ${mostKilobytes} is the most for one file.` },
  ];
}

const named = (path: string): string => `\`${clip(oneLine(path).replaceAll('`', "'"), 300)}\``;
