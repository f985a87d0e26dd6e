import { execFile } from 'node:child_process';
import { access, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Environment, isInSystem } from './system.ts';

const ASK_MS = 10_000;

/**
 * Where the python3 of the worker's PATH is installed, when that is outside the system's folders. It is asked itself,
 * because what PATH names may be a version manager's shim. Mounted where it is: its scripts name the place in their
 * first line.
 */
export async function pythonPrefix(env: Environment): Promise<string[]> {
  const prefix = (await noted(env)) ?? (await answered(env));
  if (!isFolderOfItsOwn(prefix, env.HOME ?? '/') || isInSystem(prefix)) return [];
  return (await hasPython(prefix)) ? [prefix] : [];
}

/** What pyenv would say, from the file it would look in: its shim is a page of shell scripts, and takes as long as a step. */
async function noted({ PATH = '', PYENV_VERSION }: Environment): Promise<string | undefined> {
  const shims = await firstWith('python3', PATH.split(':'));
  if (shims === undefined || basename(shims) !== 'shims') return undefined;
  const root = dirname(shims);
  const version = PYENV_VERSION ?? (await readFile(join(root, 'version'), 'utf8').catch(() => ''));
  const prefix = join(root, 'versions', version.split(/[:\s]/)[0] ?? '');
  return (await hasPython(prefix)) ? prefix : undefined;
}

async function firstWith(program: string, folders: readonly string[]): Promise<string | undefined> {
  for (const folder of folders) if (await exists(join(folder, program))) return folder;
  return undefined;
}

async function answered(env: Environment): Promise<string> {
  const question = ['-I', '-c', 'import sys; print(sys.base_prefix)'];
  // No python3 is no problem of ours; a repository that needs it will say so.
  const answer = await promisify(execFile)('python3', question, { env: { ...env }, cwd: '/', timeout: ASK_MS }).catch(
    () => undefined,
  );
  return answer?.stdout.trim() ?? '';
}

const hasPython = (prefix: string): Promise<boolean> => exists(join(prefix, 'bin/python3'));

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** A python built right into somebody's home or into `/` would bring all of that along. */
function isFolderOfItsOwn(prefix: string, home: string): boolean {
  return /^(\/[^/]+){2,}$/.test(prefix) && !`${home}/`.startsWith(`${prefix}/`);
}
