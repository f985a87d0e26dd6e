import * as z from 'zod';
import { TaskError } from '#shared/task/failure.ts';
import type { RepositoryFiles } from '../check.ts';
import { type Ecosystem, NOTHING } from './ecosystem.ts';
import { type PackageManager, packageManagerOf } from './package-manager.ts';

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
  const scripts = SCRIPTS.filter((script) => isReal(manifest.scripts?.[script]) && !runsIt(manifest, script));
  const commands = scripts.map((script) => commandOf(manager, script));
  return {
    setup: hasDependencies(manifest) ? manager.install.map((command) => ({ command })) : [],
    checks: commands.map((command) => ({ name: command, command })),
    words: `${commands.join(', ')} (package.json)`,
  };
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
  const named = DEPENDENCIES.some((field) => Object.keys(Object(manifest[field])).length > 0);
  return named || manifest.workspaces !== undefined;
}
