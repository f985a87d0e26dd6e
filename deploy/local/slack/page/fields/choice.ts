import type { Option } from '@slack/types';
import { optionValue } from './initial-entry.ts';

/** One thing that can be picked from a menu. */
export interface Choice {
  readonly value: string;
  readonly words: string;
  readonly description?: string;
}

export interface ChoiceGroup {
  readonly label?: string;
  readonly choices: readonly Choice[];
}

export const choiceOf = (option: Option): Choice => ({
  value: optionValue(option),
  words: option.text.text,
  ...(option.description && { description: option.description.text }),
});

/** Those with every word of the query somewhere in them; groups left empty are gone. */
export function matching(groups: readonly ChoiceGroup[], query: string): readonly ChoiceGroup[] {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = ({ words, description = '' }: Choice) => {
    const text = `${words} ${description}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  };
  return groups
    .map((group) => ({ ...group, choices: group.choices.filter(matches) }))
    .filter(({ choices }) => choices.length > 0);
}

/** What is chosen after one more pick: the pick alone, or with the others; picked again it is taken back. */
export function afterPick(chosen: readonly string[], value: string, several: boolean, most = Infinity): string[] {
  if (!several) return [value];
  if (chosen.includes(value)) return chosen.filter((other) => other !== value);
  return chosen.length < most ? [...chosen, value] : [...chosen];
}
