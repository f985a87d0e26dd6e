import { isGenerated } from '../change/generated.ts';
import { isInstalled, isTestFile } from '../checks/weakened/test-files.ts';
import { hasDefinitions } from './definitions.ts';
import type { RepositoryFile } from './file.ts';
import { languageOf } from './languages.ts';

/** A folder with all that is below it. */
export interface Folder {
  readonly path: string;
  readonly depth: number;
  readonly files: readonly RepositoryFile[];
  readonly folders: ReadonlyMap<string, Folder>;
  /** Of all files below it. */
  readonly count: number;
  readonly languages: ReadonlyMap<string, number>;
  /** The relevance of the file below it that has most. */
  readonly best: number;
  /** How many files below it are code that somebody wrote here. */
  readonly sources: number;
}

/** A file deeper than this counts where its way ends: nobody finds his way by a list of such paths. */
const MOST_DEPTH = 12;

/** The folders of a commit, from their root. */
export function folderTree(files: readonly RepositoryFile[], relevance: (path: string) => number): Folder {
  const root = growing('', 0);
  for (const file of files) {
    const score = relevance(file.path);
    const language = languageOf(file.path);
    const source = isSourceFile(file.path) ? 1 : 0;
    for (const folder of wayTo(root, file)) {
      folder.count += 1;
      folder.sources += source;
      folder.best = Math.max(folder.best, score);
      if (language) folder.languages.set(language, (folder.languages.get(language) ?? 0) + 1);
    }
  }
  return root;
}

const isSourceFile = (path: string): boolean =>
  hasDefinitions(path) && !isInstalled(path) && !isGenerated(path, []) && !isTestFile(path);

interface Growing extends Folder {
  readonly files: RepositoryFile[];
  readonly folders: Map<string, Growing>;
  readonly languages: Map<string, number>;
  count: number;
  best: number;
  sources: number;
}

const growing = (path: string, depth: number): Growing => ({
  ...{ path, depth, files: [], folders: new Map(), languages: new Map() },
  ...{ count: 0, best: 0, sources: 0 },
});

/** The folders a file lies in, from the root on; it is put into the last. */
function wayTo(root: Growing, file: RepositoryFile): readonly Growing[] {
  const way = [root];
  let folder = root;
  for (const name of file.path.split('/', MOST_DEPTH + 1).slice(0, MOST_DEPTH)) {
    const path = folder.path === '' ? name : `${folder.path}/${name}`;
    if (path === file.path) break;
    const inner = folder.folders.get(name) ?? growing(path, folder.depth + 1);
    folder.folders.set(name, inner);
    way.push(inner);
    folder = inner;
  }
  folder.files.push(file);
  return way;
}
