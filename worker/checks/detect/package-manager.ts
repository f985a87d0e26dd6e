import type { RepositoryFiles } from '../check.ts';

/** The program a repository's authors install with, and how to do it as they do: exactly what the lock file says. */
export interface PackageManager {
  readonly name: 'npm' | 'pnpm' | 'yarn';
  readonly install: readonly string[];
}

/** npm, pnpm or yarn: what `packageManager` names, else what the lock file belongs to. */
export async function packageManagerOf(
  files: RepositoryFiles,
  present: ReadonlySet<string>,
  wanted: string | undefined,
): Promise<PackageManager> {
  const [, name, version] = /^(npm|pnpm|yarn)@(\d+\.\d+\.\d+)/.exec(wanted ?? '') ?? [];
  if (name === 'pnpm' || (!name && present.has('pnpm-lock.yaml') && !hasNpmLock(present))) {
    return pnpm(version ?? pnpmMajor(await files.read('pnpm-lock.yaml')), present.has('pnpm-lock.yaml'));
  }
  if (name === 'yarn' || (!name && present.has('yarn.lock') && !hasNpmLock(present))) {
    return yarn(version ?? yarnMajor(await files.read('yarn.lock')), present.has('yarn.lock'));
  }
  return npm(hasNpmLock(present));
}

function hasNpmLock(present: ReadonlySet<string>): boolean {
  return present.has('package-lock.json') || present.has('npm-shrinkwrap.json');
}

function npm(locked: boolean): PackageManager {
  const install = locked ? 'npm ci --no-audit --no-fund' : 'npm install --no-package-lock --no-audit --no-fund';
  return { name: 'npm', install: [install] };
}

function pnpm(version: string, locked: boolean): PackageManager {
  const install = locked ? 'pnpm install --frozen-lockfile' : 'pnpm install --no-lockfile';
  return { name: 'pnpm', install: [fetchProgram(`pnpm@${version}`), install] };
}

function yarn(version: string, locked: boolean): PackageManager {
  const isClassic = version.split('.')[0] === '1';
  const program = isClassic ? `yarn@${version}` : `@yarnpkg/cli-dist@${version}`;
  return { name: 'yarn', install: [fetchProgram(program), yarnInstall(isClassic, locked)] };
}

function yarnInstall(isClassic: boolean, locked: boolean): string {
  if (isClassic) return locked ? 'yarn install --frozen-lockfile' : 'yarn install --no-lockfile';
  return locked ? 'yarn install --immutable' : 'yarn install';
}

/** Only npm comes with Node; the others are fetched as the packages they are, into the home. */
function fetchProgram(program: string): string {
  return `npm install --global --prefix "$HOME/.local" --no-audit --no-fund ${program}`;
}

/** The newest pnpm that reads a lock file of this version. */
function pnpmMajor(lock: string | undefined): string {
  const version = /^lockfileVersion: *'?(\d+)/m.exec(lock ?? '')?.[1];
  return version === '5' ? '7' : version === '6' ? '8' : '10';
}

/** Classic yarn signs its lock files; the ones after it do not. */
function yarnMajor(lock: string | undefined): string {
  return lock?.includes('__metadata:') ? '4' : '1';
}
