import type { Check, RepositoryFiles } from '../check.ts';
import { type Ecosystem, NOTHING } from './ecosystem.ts';

/** The names make itself looks for, in its order. */
const MAKEFILES = ['GNUmakefile', 'makefile', 'Makefile'];

/** A Makefile's `test` target, else its `check` target, unless it only runs what was found without it. */
export async function detectMake(
  files: RepositoryFiles,
  present: ReadonlySet<string>,
  found: readonly Check[],
): Promise<Ecosystem> {
  const makefile = MAKEFILES.find((name) => present.has(name));
  const text = makefile === undefined ? undefined : await files.read(makefile);
  if (makefile === undefined || text === undefined) return NOTHING;
  const target = ['test', 'check'].find((name) => recipeOf(text, name) !== undefined);
  if (!target || (found.length > 0 && wrapsARunner(recipeOf(text, target) ?? ''))) return NOTHING;
  const command = `make ${target}`;
  return { setup: [], checks: [{ name: command, command, needs: ['make'] }], words: `${command} (${makefile})` };
}

/** A rule's prerequisites and commands, as text. */
function recipeOf(makefile: string, target: string): string | undefined {
  const lines = makefile.split('\n');
  const start = lines.findIndex((line) => new RegExp(`^${target}\\s*:(?![:=])`).test(line));
  if (start < 0) return undefined;
  const end = lines.findIndex((line, index) => index > start && /^\S/.test(line));
  return lines.slice(start, end < 0 ? undefined : end).join('\n');
}

/** The same tests twice would say nothing new and take twice as long. */
function wrapsARunner(recipe: string): boolean {
  return RUNNERS.test(recipe);
}

const RUNNERS =
  /\b(?:npm|npx|pnpm|yarn|vitest|jest|mocha|node|pytest|unittest|tox|nox|py\.test|go test|gotestsum|cargo|mvnw?|gradlew?|rspec|rake|rails|phpunit|pest|composer|dotnet|prove)\b/;
