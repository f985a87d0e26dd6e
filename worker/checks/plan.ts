import { AGENT_FILE, AGENT_FILE_EXAMPLE, type AgentFile, parseAgentFile } from './agent-file.ts';
import type { CheckPlan, RepositoryFiles } from './check.ts';
import { definesChecks, locksDependencies } from './definitions.ts';
import type { Ecosystem } from './detect/ecosystem.ts';
import { detectMake } from './detect/make.ts';
import { detectNode } from './detect/node.ts';
import { detectPython } from './detect/python.ts';

/** Finds out how a repository is set up and tested: from its `.agent.yml`, else from what it is made of. */
export async function planChecks(files: RepositoryFiles): Promise<CheckPlan> {
  const paths = await files.list();
  const written = await files.read(AGENT_FILE);
  const agentFile = written === undefined ? undefined : parseAgentFile(written);
  const found = agentFile?.setup && agentFile.checks ? [] : await detect(files, paths);
  const checks = agentFile?.checks ?? found.flatMap((ecosystem) => ecosystem.checks);
  return {
    source: agentFile?.checks ? AGENT_FILE : checks.length > 0 ? 'detected' : 'none',
    setup: agentFile?.setup ?? found.flatMap((ecosystem) => ecosystem.setup),
    checks,
    definitions: paths.filter(definesChecks),
    lockFiles: paths.filter(locksDependencies),
    protected: agentFile?.protected ?? [],
    words: agentFile?.checks ? readWords(agentFile.checks) : foundWords(found, agentFile),
  };
}

async function detect(files: RepositoryFiles, paths: readonly string[]): Promise<readonly Ecosystem[]> {
  const present = new Set(paths);
  const node = await detectNode(files, present);
  const python = await detectPython(files, present);
  const make = await detectMake(files, present, [...node.checks, ...python.checks]);
  return [node, python, make];
}

function readWords(checks: NonNullable<AgentFile['checks']>): string {
  return `${AGENT_FILE} names ${inWords(checks.map((check) => check.name))}.`;
}

function foundWords(found: readonly Ecosystem[], agentFile: AgentFile | undefined): string {
  const reasons = found.filter((ecosystem) => ecosystem.checks.length > 0).map((ecosystem) => ecosystem.words);
  if (reasons.length > 0)
    return `${agentFile ? `${AGENT_FILE} names no checks, so I looked: ` : ''}I found ${inWords(reasons)}.`;
  return `I found no tests: no test script in package.json, no pytest or unittest files, no test or check target in a Makefile. Write ${AGENT_FILE} to name them:\n${AGENT_FILE_EXAMPLE}`;
}

/** `a`, `a and b`, `a, b and c`. */
function inWords(parts: readonly string[]): string {
  return new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(parts);
}
