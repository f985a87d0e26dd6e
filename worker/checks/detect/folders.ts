import type { RepositoryFiles } from '../check.ts';

/** A part of a repository, seen as a repository. */
export function within(files: RepositoryFiles, folder: string): RepositoryFiles {
  const start = `${folder}/`;
  return {
    read: (path) => files.read(start + path),
    list: async () => {
      const paths = await files.list();
      return paths.filter((path) => path.startsWith(start)).map((path) => path.slice(start.length));
    },
  };
}

/** Nothing that a shell or a program would take for something else than a name. */
const PLAIN = /^[A-Za-z0-9_.][\w.@+-]*(?:\/[A-Za-z0-9_.][\w.@+-]*)*$/;
const MAX_DEPTH = 3;

/** What holds things to be copied, tried out, tested against or read, and no part of the product. */
const ASIDE =
  /(?:^|\/)(?:node_modules|vendor|third[_-]?party|fixtures?|testdata|tests?|specs?|__\w+__|examples?|samples?|templates?|docs?|demos?|build|dist|target|out|\.[^/]*)(?:\/|$)/i;

/** Folders below the root with a file that makes each a project of its own; of two inside each other the outer one. */
export function projectFolders(paths: Iterable<string>, manifest: RegExp): readonly string[] {
  const folders = new Set<string>();
  for (const path of paths) {
    const [, folder, name] = /^(.+)\/([^/]+)$/.exec(path) ?? [];
    if (folder && name && manifest.test(name) && isPart(folder)) folders.add(folder);
  }
  const sorted = [...folders].sort();
  return sorted.filter((folder) => !sorted.some((other) => folder.startsWith(`${other}/`)));
}

/** Whether a folder's name can stand in a command as it is. */
export function isPlain(folder: string): boolean {
  return PLAIN.test(folder) && !folder.split('/').includes('..');
}

function isPart(folder: string): boolean {
  return isPlain(folder) && folder.split('/').length <= MAX_DEPTH && !ASIDE.test(folder);
}
