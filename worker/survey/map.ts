import { byText, isLink, isSubmodule, type RepositoryFile } from './file.ts';
import { type Folder, folderTree } from './folder-tree.ts';
import { languageCounts } from './languages.ts';
import { shownPath } from './shown-path.ts';

/** How much of a folder is named at most: as much as fits, of the first of these that does. */
const SIZES = [
  { names: 60, folders: 40 },
  { names: 20, folders: 15 },
  { names: 6, folders: 6 },
] as const;
/** So many folders that do not fit, and the map is as good as full. */
const MOST_MISSES = 40;

/**
 * A repository's files, folder by folder. Those folders are listed that seem to matter most, as many as fit; all others
 * are counts.
 */
export function drawMap(
  files: readonly RepositoryFile[],
  relevance: (path: string) => number,
  mostCharacters: number,
): string {
  const root = folderTree(files, relevance);
  const opened = openFolders(root, relevance, mostCharacters);
  const lines = linesOf(root, opened);
  const isWhole = lines.every((line) => !line.isCount);
  const head = `${root.count} files: ${languageCounts(root.languages, root.count)}. What is a number here is left out of this list.`;
  return [...(isWhole ? [] : [head]), ...lines.map(({ text }) => text)].join('\n');
}

/** What a folder turns into when it is listed. */
interface Listing {
  readonly names: string;
  readonly inside: readonly Folder[];
  /** Of the folders inside, those there is no room to name. */
  readonly more: readonly Folder[];
  /** Some of its files are only counted. */
  readonly isCut: boolean;
}

type Opened = ReadonlyMap<Folder, Listing>;

function openFolders(root: Folder, relevance: (path: string) => number, mostCharacters: number): Opened {
  const opened = new Map<Folder, Listing>();
  const waiting = new Set([root]);
  let characters = lineOf(root).length;
  let misses = 0;
  while (waiting.size > 0 && misses < MOST_MISSES) {
    const folder = [...waiting].reduce((best, each) => (byImportance(each, best) < 0 ? each : best));
    waiting.delete(folder);
    const left = mostCharacters - characters + lineOf(folder).length;
    const listing = fittingListing(folder, relevance, left);
    if (!listing) misses += 1;
    else {
      characters += charactersOf(folder, listing) - lineOf(folder).length;
      opened.set(folder, listing);
      for (const each of listing.inside) waiting.add(each);
    }
  }
  return opened;
}

/** The parts the code is made of, as a frame; then what is closest to the request; then what is nearest to the root. */
function byImportance(one: Folder, other: Folder): number {
  return (
    Number(isPart(other)) - Number(isPart(one)) ||
    closenessOf(other) - closenessOf(one) ||
    Number(other.sources > 0) - Number(one.sources > 0) ||
    one.depth - other.depth ||
    other.sources - one.sources ||
    byText(one.path, other.path)
  );
}

const isPart = ({ depth, sources }: Folder): boolean => depth <= 1 && sources > 0;

/** Tests are called like what they test, and are found by it. */
const closenessOf = ({ best, sources }: Folder): number => (sources > 0 ? best : best / 2);

function fittingListing(folder: Folder, relevance: (path: string) => number, left: number): Listing | undefined {
  const scored = folder.files.map((file) => ({ file, score: relevance(file.path) }));
  const files = scored
    .toSorted((one, other) => other.score - one.score || byText(one.file.path, other.file.path))
    .map(({ file }) => file);
  const inside = [...folder.folders.values()].map(withoutPassages).toSorted(byImportance);
  const listings = SIZES.map((size) => listingOf(folder, files, inside, size));
  return listings.find((listing) => charactersOf(folder, listing) <= left);
}

function listingOf(
  folder: Folder,
  files: readonly RepositoryFile[],
  inside: readonly Folder[],
  { names, folders }: (typeof SIZES)[number],
): Listing {
  const shown = files.slice(0, names).toSorted((one, other) => byText(one.path, other.path));
  const rest = files.length - shown.length;
  return {
    names: [...shown.map((file) => labelOf(file, folder)), ...(rest > 0 ? [`and ${rest} more`] : [])].join(', '),
    inside: inside.slice(0, folders),
    more: inside.slice(folders),
    isCut: rest > 0,
  };
}

/** A folder with nothing but one folder in it is only a part of that one's name. */
function withoutPassages(folder: Folder): Folder {
  const [only, ...others] = folder.folders.values();
  return only && others.length === 0 && folder.files.length === 0 ? withoutPassages(only) : folder;
}

function labelOf(file: RepositoryFile, folder: Folder): string {
  const name = shownPath(file.path.slice(folder.path === '' ? 0 : folder.path.length + 1));
  if (isLink(file)) return `${name} (link)`;
  return isSubmodule(file) ? `${name} (submodule)` : name;
}

interface Line {
  readonly text: string;
  /** Something is left out here. */
  readonly isCount: boolean;
}

function linesOf(folder: Folder, opened: Opened): readonly Line[] {
  const listing = opened.get(folder);
  if (!listing) return [{ text: lineOf(folder), isCount: true }];
  const inside = listing.inside.toSorted((one, other) => byText(one.path, other.path));
  return [...ownLines(folder, listing), ...inside.flatMap((each) => linesOf(each, opened))];
}

function ownLines(folder: Folder, { names, more, isCut }: Listing): readonly Line[] {
  const listed = folder.path === '' ? names : `${shownPath(folder.path)}/: ${names}`;
  const files = more.reduce((sum, { count }) => sum + count, 0);
  return [
    ...(names === '' ? [] : [{ text: listed, isCount: isCut }]),
    ...(more.length > 0
      ? [{ text: `${shownPath(folder.path)}/ has ${more.length} more folders with ${files} files`, isCount: true }]
      : []),
  ];
}

const lineOf = ({ path, count, languages }: Folder): string =>
  `${shownPath(path)}/ (${languageCounts(languages, count)})`;

/** With the line breaks. */
function charactersOf(folder: Folder, listing: Listing): number {
  const lines = [...ownLines(folder, listing).map(({ text }) => text), ...listing.inside.map(lineOf)];
  return lines.reduce((sum, line) => sum + line.length + 1, 0);
}
