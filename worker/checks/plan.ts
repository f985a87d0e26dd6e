import { clip } from '#shared/text/clip.ts';
import { AGENT_FILE, type AgentFile, parseAgentFile } from './agent-file.ts';
import type { Check, CheckPlan, RepositoryFiles } from './check.ts';
import { definesChecks, locksDependencies } from './definitions.ts';
import { detect } from './detect/detect.ts';
import type { Ecosystem } from './detect/ecosystem.ts';
import { linesToWrite } from './detect/lines-to-write.ts';
import { fileNameOf } from './log.ts';
import { findWrittenSetUp, type WrittenSetUp } from './set-up/written.ts';

/**
 * Finds out how a repository is set up and tested: from its `.agent.yml`, else from what it is made of. How it is set up
 * may also stand where other tools look.
 */
export async function planChecks(files: RepositoryFiles): Promise<CheckPlan> {
  const paths = await files.list();
  const text = await files.read(AGENT_FILE);
  const agentFile = text === undefined ? undefined : parseAgentFile(text);
  const written = agentFile?.setup ? NOWHERE : await findWrittenSetUp(files, paths);
  const found = (agentFile?.setup ?? written.setup) && agentFile?.checks ? [] : await detect(files, paths);
  const checks = agentFile?.checks ?? named(found.flatMap((ecosystem) => ecosystem.checks));
  return {
    source: agentFile?.checks ? AGENT_FILE : checks.length > 0 ? 'detected' : 'none',
    setup: agentFile?.setup ?? written.setup ?? found.flatMap((ecosystem) => ecosystem.setup),
    checks: checks.slice(0, MAX_CHECKS),
    ...(agentFile?.benchmarks && { benchmarks: agentFile.benchmarks }),
    ...(agentFile?.screenshots && { screenshots: agentFile.screenshots }),
    definitions: paths.filter(definesChecks),
    lockFiles: paths.filter(locksDependencies),
    protected: agentFile?.protected ?? [],
    words: [
      agentFile?.checks ? readWords(agentFile.checks) : foundWords(found, agentFile, paths),
      ...written.words,
    ].join(' '),
  };
}

const NOWHERE: WrittenSetUp = { words: [] };

/** As many as `.agent.yml` may name. Each runs before and after the change. */
const MAX_CHECKS = 20;

/** A log is called after its check, and a file's name has an end. */
const MAX_NAME = 120;

/** Of two checks with one name, or with logs of one name, the later gets a number. */
function named(checks: readonly Check[]): readonly Check[] {
  const taken = new Set<string>();
  return checks.map((check) => {
    const wanted = clip(check.name, MAX_NAME);
    let name = wanted;
    for (let count = 2; taken.has(fileNameOf(name)); count += 1) name = `${wanted} ${count}`;
    taken.add(fileNameOf(name));
    return { ...check, name };
  });
}

function readWords(checks: NonNullable<AgentFile['checks']>): string {
  return `${AGENT_FILE} names ${inWords(checks.map((check) => check.name))}.`;
}

function foundWords(found: readonly Ecosystem[], agentFile: AgentFile | undefined, paths: readonly string[]): string {
  const reasons = found.filter((ecosystem) => ecosystem.checks.length > 0).map((ecosystem) => ecosystem.words);
  if (reasons.length === 0) return linesToWrite(paths);
  const count = found.reduce((sum, { checks }) => sum + checks.length, 0);
  const looked = agentFile ? `${AGENT_FILE} names no checks, so I looked: ` : '';
  const rest = count > MAX_CHECKS ? ` Of ${count} checks ${MAX_CHECKS} run; ${AGENT_FILE} can name others.` : '';
  return `${looked}I found ${inWords(shortened(reasons))}.${rest}`;
}

/** It is a line in a message: whoever wants all of them finds them in the evidence. */
function shortened(reasons: readonly string[]): readonly string[] {
  const more = reasons.length - MAX_REASONS;
  return more > 0 ? [...reasons.slice(0, MAX_REASONS), `${more} more`] : reasons;
}

const MAX_REASONS = 4;

/** `a`, `a and b`, `a, b and c`. */
function inWords(parts: readonly string[]): string {
  return new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(parts);
}
