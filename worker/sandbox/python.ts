import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Environment, isInSystem } from './system.ts';

const ASK_MS = 10_000;

/**
 * Where the python3 of the worker's PATH is installed, when that is outside the system's folders. It is asked itself,
 * because what PATH names may be a version manager's shim. Mounted where it is: its scripts name the place in their
 * first line.
 */
export async function pythonPrefix(env: Environment): Promise<string[]> {
  const question = ['-I', '-c', 'import sys; print(sys.base_prefix)'];
  // No python3 is no problem of ours; a repository that needs it will say so.
  const answer = await promisify(execFile)('python3', question, { env: { ...env }, cwd: '/', timeout: ASK_MS }).catch(
    () => undefined,
  );
  const prefix = answer?.stdout.trim() ?? '';
  if (!isFolderOfItsOwn(prefix, env.HOME ?? '/') || isInSystem(prefix)) return [];
  return access(join(prefix, 'bin/python3')).then(
    () => [prefix],
    () => [],
  );
}

/** A python built right into somebody's home or into `/` would bring all of that along. */
function isFolderOfItsOwn(prefix: string, home: string): boolean {
  return /^(\/[^/]+){2,}$/.test(prefix) && !`${home}/`.startsWith(`${prefix}/`);
}
