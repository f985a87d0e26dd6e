import { isInstalled } from '../checks/weakened/test-files.ts';
import { byText, folderOf, isPlainFile, nameOf, type RepositoryFile } from './file.ts';

/** A text of rules that holds for a folder and all below it. */
export interface Rule {
  readonly path: string;
  readonly folder: string;
  readonly id: string;
}

const NAMES = /^(?:agents|claude)\.md$/i;
/** Written for other agents, and as good for ours. */
const AT_ROOT = ['.cursorrules', '.github/copilot-instructions.md'];

/**
 * The rules of a commit, except those at its root that the bot brings. Of two of one folder that say the same, one.
 * A link is left out: where it leads there are rules already, or no rules of this repository.
 */
export function rulesIn(files: readonly RepositoryFile[]): readonly Rule[] {
  const found = files.filter((file) => isPlainFile(file) && isRule(file.path) && !isInstalled(file.path));
  const rules = found
    .map(({ path, id }) => ({ path, id, folder: AT_ROOT.includes(path) ? '' : folderOf(path) }))
    .toSorted((one, other) => byText(one.path, other.path));
  const first = new Map(rules.toReversed().map((rule) => [`${rule.id} ${rule.folder}`, rule]));
  return rules.filter((rule) => first.get(`${rule.id} ${rule.folder}`) === rule);
}

const isRule = (path: string): boolean => AT_ROOT.includes(path) || (path.includes('/') && NAMES.test(nameOf(path)));

/** Those that hold for a path, the closest first: it is the one that counts where they disagree. */
export function rulesFor(path: string, rules: readonly Rule[]): readonly Rule[] {
  const holds = ({ folder }: Rule) => folder === '' || path === folder || path.startsWith(`${folder}/`);
  return rules
    .filter(holds)
    .toSorted((one, other) => other.folder.length - one.folder.length || byText(one.path, other.path));
}
