import { blobBeginning } from '../blobs.ts';
import type { Git } from '../git.ts';
import { asQuoted } from '../prompts/quoted.ts';
import { type Rule, rulesFor } from './rules.ts';
import { shownPath } from './shown-path.ts';

/** The rules of folders that an agent gets to, each told once in an attempt. */
export interface RulesOnTheWay {
  /** What holds for a path and was not told yet, as it is on the base branch; nothing where there is none. */
  tell(path: string, signal: AbortSignal): Promise<string | undefined>;
  /** The agent has seen this file itself. */
  seen(path: string): void;
}

/** Of one file; and how many with one result. */
const MOST_CHARACTERS = 8_000;
const MOST_AT_ONCE = 3;

export function rulesOnTheWay(git: Git, rules: readonly Rule[], told: readonly Rule[]): RulesOnTheWay {
  const known = new Set(told.map(({ path }) => path));
  return {
    async tell(path, signal) {
      const unknown = rulesFor(path, rules).filter((rule) => !known.has(rule.path));
      const next = unknown.slice(0, MOST_AT_ONCE);
      for (const rule of next) known.add(rule.path);
      const texts = await Promise.all(next.map((rule) => quotedRule(git, rule, signal)));
      const more = unknown.slice(MOST_AT_ONCE).length;
      const note = more > 0 ? [`[${more} more rules hold here, of folders further up. They come next time.]`] : [];
      return texts.length > 0 ? [...texts, ...note].join('\n\n') : undefined;
    },
    seen: (path) => void known.add(path),
  };
}

async function quotedRule(git: Git, { path, folder, id }: Rule, signal: AbortSignal): Promise<string> {
  const text = await ruleText(git, id, signal);
  const told = text.slice(0, MOST_CHARACTERS).toWellFormed();
  const where = folder === '' ? 'the whole repository' : shownPath(folder);
  const attributes = { for: where, from: `${shownPath(path)} of the base branch` };
  return asQuoted('rules', attributes, told.length < text.length ? `${told}\n[It goes on: read the rest.]` : told);
}

const MOST_BYTES = 32_000;

/** A text of rules, or the beginning of a very long one. */
export const ruleText = (git: Git, id: string, signal: AbortSignal): Promise<string> =>
  blobBeginning(git, id, MOST_BYTES, signal);
