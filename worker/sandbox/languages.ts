import { execFile } from 'node:child_process';
import { access, constants, readdir, realpath } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Environment, isInSystem } from './system.ts';

/** Where a language of the worker's is installed, outside the folders a sandbox sees anyway. */
export interface Language {
  readonly prefix: string;
  /** The folder of its programs. */
  readonly bin: string;
  readonly env: Readonly<Record<string, string>>;
}

interface Question {
  readonly program: string;
  /** What makes it print where it is installed; absent where its file lies right there. */
  readonly ask?: readonly string[];
  /** The answer in what it prints, when that is more than the answer. */
  readonly answer?: RegExp;
  /** Where its programs are, in the folder it names. */
  readonly bin: string;
  /** A variable by which others find it. */
  readonly variable?: string;
}

/** They are asked themselves, because what PATH names may be a version manager's shim. */
const QUESTIONS: readonly Question[] = [
  { program: 'python3', ask: ['-I', '-c', 'import sys; print(sys.base_prefix)'], bin: 'bin' },
  { program: 'rustc', ask: ['--print', 'sysroot'], bin: 'bin' },
  { program: 'go', ask: ['env', 'GOROOT'], bin: 'bin' },
  {
    program: 'java',
    ask: ['-XshowSettings:properties', '-version'],
    answer: /^ *java\.home = (.+)$/m,
    bin: 'bin',
    variable: 'JAVA_HOME',
  },
  { program: 'ruby', ask: ['-e', 'print RbConfig::CONFIG["prefix"]'], bin: 'bin' },
  { program: 'mvn', bin: 'bin' },
  { program: 'gradle', bin: 'bin' },
  { program: 'dotnet', bin: '.', variable: 'DOTNET_ROOT' },
];

/**
 * The languages of the worker's PATH. They are mounted where they are, because programs name the place in their first
 * line. One that is not there is no problem of ours: a check that needs it says so.
 */
export async function findLanguages(env: Environment): Promise<readonly Language[]> {
  const found = await Promise.all(QUESTIONS.map((question) => languageOf(question, env)));
  return found.flat();
}

async function languageOf(question: Question, env: Environment): Promise<readonly Language[]> {
  const file = await fileOf(question.program, env.PATH ?? '');
  if (file === undefined || isInSystem(file)) return [];
  const prefix = question.ask ? await answerOf(question, question.ask, env) : prefixOf(file, question.bin);
  if (!isFolderOfItsOwn(prefix, env.HOME ?? '/') || isInSystem(prefix)) return [];
  const bin = join(prefix, question.bin);
  if (!(await isThere(join(bin, question.program)))) return [];
  return [{ prefix, bin, env: question.variable === undefined ? {} : { [question.variable]: prefix } }];
}

async function fileOf(program: string, path: string): Promise<string | undefined> {
  for (const folder of path.split(delimiter).filter((each) => each.startsWith('/'))) {
    const file = join(folder, program);
    if (await isThere(file)) return realpath(file);
  }
  return undefined;
}

const ASK_MS = 10_000;

async function answerOf({ program, answer }: Question, args: readonly string[], env: Environment): Promise<string> {
  const how = { env: { ...env }, cwd: '/', timeout: ASK_MS };
  const said = await promisify(execFile)(program, args, how).catch(() => ({ stdout: '', stderr: '' }));
  return (answer ? answer.exec(said.stdout + said.stderr)?.[1] : said.stdout)?.trim() ?? '';
}

function prefixOf(file: string, bin: string): string {
  return bin === '.' ? dirname(file) : dirname(dirname(file));
}

/** A language built right into somebody's home or into `/` would bring all of that along. */
function isFolderOfItsOwn(prefix: string, home: string): boolean {
  return /^(\/[^/]+){2,}$/.test(prefix) && !`${home}/`.startsWith(`${prefix}/`);
}

async function isThere(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** What the system's own Maven and PHP read in /etc. Nothing of it that may hold passwords, as Maven's settings.xml does. */
export async function languageSettings(env: Environment): Promise<readonly string[]> {
  const found = await Promise.all(
    SETTINGS.map(async ({ program, folder, names }) => {
      const file = await fileOf(program, env.PATH ?? '');
      const entries =
        file !== undefined && isInSystem(file) ? await readdir(folder, { recursive: true }).catch(() => []) : [];
      return entries.filter((entry) => names.test(entry)).map((entry) => join(folder, entry));
    }),
  );
  return found.flat();
}

const SETTINGS = [
  { program: 'mvn', folder: '/etc/maven', names: /^(?:m2\.conf|logging)$/ },
  { program: 'php', folder: '/etc/php', names: /^[\d.]+\/(?:cli|mods-available)$/ },
];
