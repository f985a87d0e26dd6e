import { isGenerated } from '../change/generated.ts';
import { isInstalled } from '../checks/weakened/test-files.ts';
import { nameOf } from './file.ts';
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
  const frequency = frequencyOf(paths, weights);
  const rarity = (word: string) => Math.floor(Math.log2(paths.length / Math.max(1, frequency.get(word) ?? 0)));
  const worth = (word: string) => (weights.get(word) ?? 0) * Math.max(0, rarity(word));

  const ofPath = (path: string): number => {
    const inName = wordsIn(nameOf(path));
    const elsewhere = [...wordsIn(path)].filter((word) => !inName.has(word));
    return NAME_FACTOR * sum([...inName].map(worth)) + sum(elsewhere.map(worth)) + mentionOf(path, mentions);
  };
  const ofNames = (names: readonly string[]): number => {
    const words = new Set(names.flatMap((name) => [...wordsIn(name)]));
    const known = sum([...words].map((word) => weights.get(word) ?? 0));
    return DEFINITION_FACTOR * known + sum(names.map((name) => (identifiers.has(name) ? DEFINITION_MENTIONED : 0)));
  };
  return (path, names = []) =>
    isInstalled(path) || isGenerated(path, []) ? 0 : ofPath(path) + (names.length > 0 ? ofNames(names) : 0);
}

function frequencyOf(paths: readonly string[], weights: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const frequency = new Map<string, number>();
  for (const path of paths) {
    for (const word of wordsIn(path)) if (weights.has(word)) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  }
  return frequency;
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
