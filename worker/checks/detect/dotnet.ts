import type { RepositoryFiles } from '../check.ts';
import { type Ecosystem, NOTHING } from './ecosystem.ts';

/** A .NET repository: its solution at the root, else each of its test projects. */
export async function detectDotnet(files: RepositoryFiles, present: ReadonlySet<string>): Promise<Ecosystem> {
  const tests = await testProjects(files, present);
  const [seenIn] = tests;
  if (seenIn === undefined) return NOTHING;
  const [solution, another] = [...present].filter((path) => /^[^/]+\.slnx?$/.test(path));
  const isOne = solution !== undefined && another === undefined;
  const restore = `dotnet restore${[...present].some(isLock) ? ' --locked-mode' : ''}`;
  const test = `dotnet test --no-restore${(await reportsByLogger(files)) ? ' --logger trx' : ''}`;
  const targets = isOne ? [''] : tests.map((path) => ` ${path}`);
  const needs = ['dotnet'];
  return {
    setup: targets.map((target) => ({ command: restore + target, needs })),
    checks: targets.map((target) => ({
      name: `dotnet test${target && ` (${target.trim()})`}`,
      command: test.replace('dotnet test', `dotnet test${target}`),
      needs,
      report: { format: 'trx', path: `${target.trim().replace(/[^/]*$/, '')}**/TestResults/**/*.trx` },
    })),
    words: `dotnet test (${isOne ? solution : seenIn})`,
  };
}

const isLock = (path: string): boolean => /(?:^|\/)packages\.lock\.json$/.test(path);

/** Enough to find the habit of a repository without reading all of it. */
const PROJECTS_TO_READ = 50;
const PLAIN_PROJECT = /^[\w.+/-]+\.(?:cs|fs|vb)proj$/;

async function testProjects(files: RepositoryFiles, present: ReadonlySet<string>): Promise<readonly string[]> {
  const projects = [...present].filter((path) => PLAIN_PROJECT.test(path)).slice(0, PROJECTS_TO_READ);
  const texts = await Promise.all(projects.map((path) => files.read(path)));
  return projects.filter((_, index) => isForTests(texts[index] ?? ''));
}

function isForTests(project: string): boolean {
  return /Microsoft\.NET\.Test\.Sdk|<IsTestProject>\s*true|Sdk="MSTest\.Sdk|"(?:xunit\.v3|TUnit)"/i.test(project);
}

/** The newer test platform takes no loggers, and a repository chooses it here. */
async function reportsByLogger(files: RepositoryFiles): Promise<boolean> {
  return !((await files.read('global.json')) ?? '').includes('Microsoft.Testing.Platform');
}
