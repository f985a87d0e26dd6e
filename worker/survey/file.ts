/** A file of a commit, as git lists it. Its path is text of somebody else's. */
export interface RepositoryFile {
  readonly path: string;
  readonly mode: string;
  readonly id: string;
}

const LINK = '120000';
const SUBMODULE = '160000';

export const isLink = ({ mode }: RepositoryFile): boolean => mode === LINK;
export const isSubmodule = ({ mode }: RepositoryFile): boolean => mode === SUBMODULE;
/** Content that is its own: a link speaks for another place, a submodule for another repository. */
export const isPlainFile = (file: RepositoryFile): boolean => !isLink(file) && !isSubmodule(file);

/** Every file of a commit, from what git lists of each path: its mode and content id. */
export function filesOf(entries: ReadonlyMap<string, string>): readonly RepositoryFile[] {
  return [...entries].map(([path, entry]) => ({ path, mode: entry.slice(0, 6), id: entry.slice(7) }));
}

/** Without the language's own order, which differs between machines. */
export function byText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** The folder a path lies in; empty for the root. */
export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
