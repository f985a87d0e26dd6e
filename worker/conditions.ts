import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckPlan } from './checks/check.ts';
import type { Limits } from './sandbox/sandbox.ts';

interface Around {
  /** The worker's own: its commands are those that the sandbox shows. */
  readonly environment: NodeJS.ProcessEnv;
  readonly sandbox: 'bubblewrap' | 'none';
  readonly limits: Limits;
}

/** Stands for everything but the commit that decides what the checks say: what is run, by which tools, within which bounds. */
export async function conditionsOf(
  { setup, checks }: Pick<CheckPlan, 'setup' | 'checks'>,
  { environment, sandbox, limits }: Around,
): Promise<string> {
  const tools = await toolsIn((environment.PATH ?? '').split(':'));
  const conditions = { setup, checks, sandbox, limits, node: process.version, tools };
  return createHash('sha256').update(JSON.stringify(conditions)).digest('hex');
}

const TOOLS = [
  ...['node', 'npm', 'pnpm', 'yarn', 'bun', 'deno', 'python3', 'pip3', 'uv', 'poetry', 'go', 'cargo', 'rustc'],
  ...['java', 'mvn', 'gradle', 'ruby', 'bundle', 'php', 'composer', 'dotnet', 'perl', 'make', 'cc', 'sh', 'git'],
];

/** The files behind the names: asking each for its version would take longer than most baselines. */
async function toolsIn(folders: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(TOOLS.map((tool) => firstOf(folders.map((folder) => join(folder, tool)))));
  return found.filter((tool) => tool !== undefined);
}

async function firstOf(files: readonly string[]): Promise<string | undefined> {
  for (const file of files) {
    const seen = await stat(file).catch(() => undefined); // Most folders lack most tools.
    if (seen?.isFile()) return `${file} ${seen.size} ${seen.mtimeMs}`;
  }
  return undefined;
}
