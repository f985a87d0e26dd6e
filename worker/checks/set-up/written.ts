import type { RepositoryFiles, SetUp } from '../check.ts';
import { readCopilotSteps } from './copilot-steps.ts';
import { readDevcontainer } from './devcontainer.ts';
import type { Reading } from './reading.ts';

/** How a repository says, for other tools, how it is set up. */
export interface WrittenSetUp {
  /** Undefined where no such file says anything that can be done here. */
  readonly setup?: readonly SetUp[];
  /** For people: which file was used and what of it was not, a sentence each. */
  readonly words: readonly string[];
}

interface Source {
  readonly path: string;
  readonly read: (text: string) => Reading;
}

/** The first that can be used wins: the one is written for agents, the other for people's editors. */
const SOURCES: readonly Source[] = [
  { path: '.github/workflows/copilot-setup-steps.yml', read: readCopilotSteps },
  { path: '.github/workflows/copilot-setup-steps.yaml', read: readCopilotSteps },
  { path: '.devcontainer/devcontainer.json', read: readDevcontainer },
  { path: '.devcontainer.json', read: readDevcontainer },
];

const MAX_CHARACTERS = 64 * 1024;

/** Reads what other tools were told, in their order of precedence. None of it can fail: what cannot be used is said. */
export async function findWrittenSetUp(files: RepositoryFiles, paths: readonly string[]): Promise<WrittenSetUp> {
  const words: string[] = [];
  for (const { path, read } of SOURCES.filter((source) => paths.includes(source.path))) {
    const text = (await files.read(path)) ?? '';
    const reading = text.length > MAX_CHARACTERS ? { refused: 'it is too long' } : read(text);
    if ('refused' in reading) {
      words.push(`${path} was not used for the set-up: ${reading.refused}.`);
    } else if (reading.setup.length > 0) {
      return { setup: reading.setup, words: [...words, usedWords(path, reading.leftOut)] };
    }
  }
  return { words };
}

function usedWords(path: string, leftOut: readonly string[]): string {
  const rest = leftOut.length > 0 ? `; left out: ${leftOut.slice(0, MAX_NAMED).join(', ')}` : '';
  const more = leftOut.length > MAX_NAMED ? ` and ${leftOut.length - MAX_NAMED} more` : '';
  return `Set up as ${path} says${rest}${more}.`;
}

const MAX_NAMED = 4;
