import { blobBeginning } from '../blobs.ts';
import { entriesAt } from '../commits.ts';
import type { Git } from '../git.ts';
import { conventionsOf } from './conventions.ts';
import { byText, filesOf, isPlainFile, type RepositoryFile } from './file.ts';
import { drawMap } from './map.ts';
import { drawNames, readDefinitions } from './nearby.ts';
import { relevanceIn } from './relevance.ts';
import { type Rule, rulesFor, rulesIn } from './rules.ts';
import { ruleText } from './rules-on-the-way.ts';
import type { Asked } from './vocabulary.ts';

/** What a repository looks like from outside, at one commit. Text of others, all of it. */
export interface Survey {
  readonly map: string;
  /** What the files that seem close to the request define; empty when the map says enough. */
  readonly names: string;
  readonly conventions: string;
  /** All there are, whether they are close or not. */
  readonly rules: readonly Rule[];
  /** Those of the whole repository and of folders that seem close, with their text. */
  readonly closeRules: readonly (Rule & { readonly text: string })[];
}

interface About {
  readonly base: string;
  readonly asked: Asked;
  /** Of merged pull requests. */
  readonly titles: readonly string[];
}

const MAP_CHARACTERS = 6_000;
const NAMES_CHARACTERS = 3_000;
/** Whoever sees so few names sees all there is. */
const FEW_FILES = 20;
const CLOSE_FILES = 8;
/** Of the score of the closest one. */
const CLOSE_SHARE = 0.25;
const CLOSE_RULES = 4;
const EDITOR_CONFIG = '.editorconfig';
const EDITOR_CONFIG_BYTES = 8_000;

/**
 * Looks at a commit as git has it: nothing is laid out, followed or run. However large the repository, it takes the list
 * of its files, at most a few hundred contents of a bounded size, and the same commit and request give the same bytes.
 */
export async function survey(git: Git, { base, asked, titles }: About, signal: AbortSignal): Promise<Survey> {
  const files = filesOf(await entriesAt(git, base)).toSorted((one, other) => byText(one.path, other.path));
  const paths = files.map(({ path }) => path);
  const relevance = relevanceIn(paths, asked);
  const scores = new Map(paths.map((path) => [path, relevance(path)]));
  const scoreOf = (path: string): number => scores.get(path) ?? 0;
  const definitions = files.length > FEW_FILES ? await readDefinitions(git, files, scoreOf, signal) : new Map();
  for (const [path, names] of definitions) scores.set(path, relevance(path, names));
  const rules = rulesIn(files);
  const close = closeOf(rules, paths, scoreOf);
  const closeRules = await Promise.all(
    close.map(async (rule) => ({ ...rule, text: await ruleText(git, rule.id, signal) })),
  );
  const editorConfig = await editorConfigIn(git, files, signal);
  return {
    map: drawMap(files, scoreOf, MAP_CHARACTERS),
    names: drawNames(definitions, scoreOf, NAMES_CHARACTERS),
    conventions: conventionsOf({ paths, editorConfig, titles }),
    rules,
    closeRules,
  };
}

/** Rules of the whole repository, and those that hold for the files that seem closest. */
function closeOf(rules: readonly Rule[], paths: readonly string[], scoreOf: (path: string) => number): readonly Rule[] {
  if (rules.length === 0) return [];
  const byScore = paths
    .filter((path) => scoreOf(path) > 0)
    .toSorted((one, other) => scoreOf(other) - scoreOf(one) || byText(one, other));
  const leastScore = scoreOf(byScore[0] ?? '') * CLOSE_SHARE;
  const closest = byScore.slice(0, CLOSE_FILES).filter((path) => scoreOf(path) >= leastScore);
  const general = rules.filter(({ folder }) => folder === '');
  return [...new Set([...general, ...closest.flatMap((path) => rulesFor(path, rules))])].slice(0, CLOSE_RULES);
}

async function editorConfigIn(
  git: Git,
  files: readonly RepositoryFile[],
  signal: AbortSignal,
): Promise<string | undefined> {
  const file = files.find(({ path }) => path === EDITOR_CONFIG);
  return file && isPlainFile(file) ? blobBeginning(git, file.id, EDITOR_CONFIG_BYTES, signal) : undefined;
}
