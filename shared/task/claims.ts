import { clip } from '../text/clip.ts';
import { oneLine } from '../text/escape.ts';
import { type Judgement, RULES, type Seen } from './claim-rules.ts';
import type { Claim } from './evidence.ts';
import type { Account } from './step.ts';

const MOST_CLAIMS = 12;
const LONGEST = 400;

/**
 * What the agent says that evidence could show, sentence by sentence. What cannot be tied to something that was seen is
 * unconfirmed, however likely it is.
 */
export function claimsOf({ summary, why, verify }: Account, seen: Seen): readonly Claim[] {
  const sentences = new Set([summary, why, verify].flatMap(sentencesOf).map((sentence) => clip(sentence, LONGEST)));
  return [...sentences].flatMap((sentence) => claimIn(sentence, seen) ?? []).slice(0, MOST_CLAIMS);
}

/** Several claims in one sentence stand and fall together. */
function claimIn(sentence: string, seen: Seen): Claim | undefined {
  const judged = RULES.flatMap(({ claim, judge }): readonly Judgement[] => {
    const match = claim.exec(sentence);
    return match ? [judge(seen, sentence, match)] : [];
  });
  const [first] = judged;
  if (!first) return undefined;
  const { confirmed, why } = judged.find((each) => !each.confirmed) ?? first;
  return { words: clip(sentence, 200), confirmed, why: clip(why, 300) };
}

/** A line break ends a sentence as well: agents write lists. */
function sentencesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => oneLine(line.replace(/^\s*(?:[-*•>]|\d+[.)])\s*/, '')))
    .flatMap((line) => line.split(/(?<=[.!?;])\s+/))
    .filter((sentence) => sentence !== '');
}
