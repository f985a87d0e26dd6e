import { blobSizes, blobTexts } from '../blobs.ts';
import { isGenerated } from '../change/generated.ts';
import { isInstalled, isTestFile } from '../checks/weakened/test-files.ts';
import type { Git } from '../git.ts';
import { definitionsIn, hasDefinitions } from './definitions.ts';
import { byText, isPlainFile, type RepositoryFile } from './file.ts';
import { shownPath } from './shown-path.ts';

type Definitions = ReadonlyMap<string, readonly string[]>;
type ScoreOf = (path: string) => number;

/** What is looked into at most; whatever is larger was hardly written by hand. */
const MOST_FILES = 200;
const FILE_BYTES = 64 * 1024;
const ALL_BYTES = 1024 * 1024;

/** What the source files define whose paths seem closest to the request, and then those nearest to the root. */
export async function readDefinitions(
  git: Git,
  files: readonly RepositoryFile[],
  scoreOf: ScoreOf,
  signal: AbortSignal,
): Promise<Definitions> {
  const sources = files.filter(
    (file) => isPlainFile(file) && hasDefinitions(file.path) && !isWrittenElsewhere(file.path),
  );
  const candidates = closestOf(sources, scoreOf).slice(0, MOST_FILES);
  const ids = await fitting(git, candidates);
  signal.throwIfAborted();
  const texts = await blobTexts(git, ids);
  return new Map(
    candidates.flatMap(({ path, id }) => {
      const names = definitionsIn(path, texts.get(id) ?? '');
      return names.length > 0 ? [[path, names] as const] : [];
    }),
  );
}

const isWrittenElsewhere = (path: string): boolean => isInstalled(path) || isGenerated(path, []);

function closestOf(files: readonly RepositoryFile[], scoreOf: ScoreOf): readonly RepositoryFile[] {
  const keyed = files.map((file) => {
    const { path } = file;
    return { file, score: scoreOf(path), test: isTestFile(path) ? 1 : 0, depth: path.split('/').length };
  });
  const sorted = keyed.toSorted(
    (one, other) =>
      other.score - one.score ||
      one.test - other.test ||
      one.depth - other.depth ||
      byText(one.file.path, other.file.path),
  );
  return sorted.map(({ file }) => file);
}

async function fitting(git: Git, candidates: readonly RepositoryFile[]): Promise<readonly string[]> {
  const ids = [...new Set(candidates.map(({ id }) => id))];
  const sizes = await blobSizes(git, ids);
  let left = ALL_BYTES;
  return ids.filter((id) => {
    const bytes = sizes.get(id) ?? 0;
    if (bytes > FILE_BYTES || bytes > left) return false;
    left -= bytes;
    return true;
  });
}

const MOST_TOLD = 20;
const MOST_NAMES = 12;

/** `src/cart.js: Cart, total`, the closest first, as many as fit. */
export function drawNames(definitions: Definitions, scoreOf: ScoreOf, mostCharacters: number): string {
  const close = [...definitions.keys()]
    .filter((path) => scoreOf(path) > 0)
    .toSorted((one, other) => scoreOf(other) - scoreOf(one) || byText(one, other))
    .slice(0, MOST_TOLD);
  let left = mostCharacters;
  const lines = close.map((path) => `${shownPath(path)}: ${listed(definitions.get(path) ?? [])}`);
  return lines
    .filter((line) => {
      left -= line.length + 1;
      return left >= 0;
    })
    .join('\n');
}

function listed(names: readonly string[]): string {
  const more = names.length > MOST_NAMES ? [`and ${names.length - MOST_NAMES} more`] : [];
  return [...names.slice(0, MOST_NAMES), ...more].join(', ');
}
