import { isGenerated } from '../change/generated.ts';
import { isInstalled } from '../checks/weakened/test-files.ts';
import { folderOf, nameOf } from './file.ts';
import { type Asked, vocabularyOf, wordsIn } from './vocabulary.ts';

/** How close a file seems to what is asked; 0 where nothing speaks for it. Whole numbers, the same for the same input. */
export type Relevance = (path: string, names?: readonly string[]) => number;

const NAME_FACTOR = 3;
const DEFINITION_FACTOR = 4;
const MENTIONED = 100;
const IN_MENTIONED_FOLDER = 30;
const DEFINITION_MENTIONED = 60;

/** Weighs paths, and what files define, against the words of the request. A word that many paths have says little. */
export function relevanceIn(paths: readonly string[], asked: Asked): Relevance {
  const { weights, mentions, identifiers } = vocabularyOf(asked);
  const known = knownWords(paths, weights);
  const worth = worthOf(known, weights);

  const ofPath = (path: string): number => {
    const { inName, elsewhere } = known.get(path) ?? NOTHING_KNOWN;
    return NAME_FACTOR * sum(inName.map(worth)) + sum(elsewhere.map(worth)) + mentionOf(path, mentions);
  };
  const ofNames = (names: readonly string[]): number => {
    const words = new Set(names.flatMap((name) => [...wordsIn(name)]));
    const weight = sum([...words].map((word) => weights.get(word) ?? 0));
    return DEFINITION_FACTOR * weight + sum(names.map((name) => (identifiers.has(name) ? DEFINITION_MENTIONED : 0)));
  };
  return (path, names = []) =>
    isInstalled(path) || isGenerated(path, []) ? 0 : ofPath(path) + (names.length > 0 ? ofNames(names) : 0);
}

/** The words of the request that a path has: in its name, and in its folders alone. */
interface Known {
  readonly inName: readonly string[];
  readonly elsewhere: readonly string[];
}

const NOTHING_KNOWN: Known = { inName: [], elsewhere: [] };

type Weights = ReadonlyMap<string, number>;

/** Many files share a folder: each is looked at once. */
function knownWords(paths: readonly string[], weights: Weights): ReadonlyMap<string, Known> {
  const wordsOf = (text: string) => [...wordsIn(text)].filter((word) => weights.has(word));
  const inFolders = new Map(paths.map((path) => [folderOf(path), NOTHING_KNOWN.elsewhere]));
  for (const folder of inFolders.keys()) inFolders.set(folder, wordsOf(folder));
  return new Map(
    paths.map((path) => {
      const inName = wordsOf(nameOf(path));
      const inFolder = inFolders.get(folderOf(path)) ?? [];
      return [path, { inName, elsewhere: inFolder.filter((word) => !inName.includes(word)) }];
    }),
  );
}

/** The heavier a word, and the fewer paths have it, the more it says. */
function worthOf(known: ReadonlyMap<string, Known>, weights: Weights): (word: string) => number {
  const frequency = new Map<string, number>();
  for (const { inName, elsewhere } of known.values()) {
    for (const word of [...inName, ...elsewhere]) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  }
  return (word) => (weights.get(word) ?? 0) * Math.floor(Math.log2(known.size / (frequency.get(word) ?? known.size)));
}

/** A path is written whole, or its end, or a folder on the way to it. */
function mentionOf(path: string, mentions: ReadonlySet<string>): number {
  const inner = `/${path.toLowerCase()}`;
  let found = 0;
  for (const mention of mentions) {
    if (inner.endsWith(`/${mention}`)) found = Math.max(found, MENTIONED);
    else if (mention.includes('/') && inner.includes(`/${mention}/`)) found = Math.max(found, IN_MENTIONED_FOLDER);
  }
  return found;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
