import { shellCommand } from './instruments.ts';
import { runErrand, type Setting } from './setting.ts';

interface Step {
  readonly needs?: readonly string[];
}

/** Which of the programs that steps need are not where commands run. */
export async function missingPrograms(steps: readonly Step[], setting: Setting): Promise<ReadonlySet<string>> {
  const wanted = [...new Set(steps.flatMap(({ needs = [] }) => needs))];
  if (wanted.length === 0) return new Set();
  const argv = await shellCommand(`for program in ${wanted.join(' ')}; do ${TELL}; done`);
  const { output } = await runErrand(argv, 64 * 1024, setting);
  return new Set(output.split('\n').filter((line) => wanted.includes(line)));
}

const TELL = 'command -v "$program" >/dev/null || echo "$program"';

/** The first of a step's programs that is missing. */
export function firstMissing({ needs = [] }: Step, missing: ReadonlySet<string>): string | undefined {
  return needs.find((program) => missing.has(program));
}

/** What is said of a program that is not there: which one, and who can do what. */
export function missingWords(program: string): string {
  return `“${program}” is not installed where the checks run. ${MISSING_REMEDY}`;
}

export const MISSING_REMEDY =
  'Whoever runs this bot can install it on the machine that does the work; a program that comes with the repository’s own dependencies is installed by a line under `setup` in .agent.yml.';

/** The program a shell, env or make could not find, in their own words. */
export function programNotFound(exitCode: number | null, output: string): string | undefined {
  if (exitCode !== 127 && !/\bError 127\b/.test(output)) return undefined;
  return NOT_FOUND.map((words) => words.exec(output)?.[1]).find((program) => program !== undefined);
}

const NOT_FOUND = [
  /(?:^|: )([\w.+-]+): (?:command )?not found$/m,
  /^(?:\/usr\/bin\/)?env: [‘'"]?([\w.+-]+)[’'"]?: No such file or directory$/m,
  /^make(?:\[\d+\])?: ([\w.+-]+): No such file or directory$/m,
];
