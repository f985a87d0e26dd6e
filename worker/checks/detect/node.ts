import * as z from 'zod';
import { TaskError } from '#shared/task/failure.ts';
import type { Check, RepositoryFiles } from '../check.ts';
import { type Ecosystem, NOTHING } from './ecosystem.ts';
import { type PackageManager, packageManagerOf } from './package-manager.ts';
import { workspaceFolders, workspaceGlobs } from './workspaces.ts';

const Manifest = z.looseObject({
  scripts: z.record(z.string(), z.unknown()).optional(),
  packageManager: z.string().optional().catch(undefined),
  workspaces: z.unknown().optional(),
});
type Manifest = z.infer<typeof Manifest>;

/** Scripts that check a repository, in the order people want to hear of them. */
const SCRIPTS = ['test', 'lint', 'typecheck'] as const;

/** A repository with a `package.json`: its install, and its own test, lint and typecheck scripts. */
export async function detectNode(files: RepositoryFiles, present: ReadonlySet<string>): Promise<Ecosystem> {
  const text = await files.read('package.json');
  if (text === undefined) return NOTHING;
  const manifest = parseManifest(text);
  const manager = await packageManagerOf(files, present, manifest.packageManager);
  const globs = await workspaceGlobs(files, manifest.workspaces);
  const scripts = SCRIPTS.filter((script) => isReal(manifest.scripts?.[script]) && !runsIt(manifest, script));
  const commands = scripts.map((script) => commandOf(manager, script));
  const own = commands.map((command) => ({ name: command, command }));
  const inside = scripts.includes('test') ? [] : await testsInside(workspaceFolders(globs, present), manager, files);
  const isInstalled = hasDependencies(manifest) || globs.length > 0;
  return {
    setup: isInstalled ? manager.install.map((command) => ({ command, ...(isOwn(command) && { apart: true }) })) : [],
    checks: [...inside, ...own],
    words: `${[...insideWords(inside, manager), ...commands].join(', ')} (package.json)`,
  };
}

/** Whether a command installs into the folder of the project, and not into the home that all folders share. */
const isOwn = (command: string): boolean => !command.includes('--global');

/** Without a test script at the root each workspace speaks for itself. What they need is installed at the root. */
async function testsInside(
  folders: readonly string[],
  manager: PackageManager,
  files: RepositoryFiles,
): Promise<readonly Check[]> {
  const manifests = await Promise.all(folders.map((folder) => files.read(`${folder}/package.json`)));
  const tested = folders.filter((_, index) => isReal(scriptsIn(manifests[index] ?? '').test));
  const command = commandOf(manager, 'test');
  return tested.map((folder) => ({ name: `${command} (${folder})`, command: `cd ${folder} && ${command}` }));
}

/** A workspace whose manifest cannot be read is the package manager's to complain about, in the set-up. */
function scriptsIn(text: string): NonNullable<Manifest['scripts']> {
  try {
    return Manifest.parse(JSON.parse(text)).scripts ?? {};
  } catch {
    return {};
  }
}

function insideWords(checks: readonly Check[], manager: PackageManager): readonly string[] {
  if (checks.length === 0) return [];
  return [`${commandOf(manager, 'test')} in ${checks.length} ${checks.length === 1 ? 'workspace' : 'workspaces'}`];
}

function parseManifest(text: string): Manifest {
  try {
    return Manifest.parse(JSON.parse(text));
  } catch (cause) {
    throw new TaskError(
      'package_file_invalid',
      'package.json on the base branch cannot be read as JSON with scripts.',
      {
        whose: 'yours',
        remedy: 'Correct package.json on the base branch, or name set-up and checks in .agent.yml.',
        cause,
      },
    );
  }
}

/** Whether a script does anything: `npm init` writes a test script that only says there is none. */
function isReal(script: unknown): boolean {
  return typeof script === 'string' && script.trim() !== '' && !script.includes('no test specified');
}

/** Whether the test script runs another one itself, as in `npm run lint && node --test`. Once is enough. */
function runsIt({ scripts }: Manifest, script: string): boolean {
  return new RegExp(`\\b(?:npm run|pnpm|pnpm run|yarn|yarn run) ${script}(?![\\w:-])`).test(String(scripts?.test));
}

function commandOf(manager: PackageManager, script: string): string {
  return script === 'test' ? `${manager.name} test` : `${manager.name} run ${script}`;
}

const DEPENDENCIES = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];

function hasDependencies(manifest: Manifest): boolean {
  return DEPENDENCIES.some((field) => Object.keys(Object(manifest[field])).length > 0);
}
