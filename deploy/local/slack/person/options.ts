import type { Option } from '../workspace/drafts.ts';
import type { Element } from './elements.ts';
import { refuse } from './refuse.ts';

/** The options written into a menu itself, groups and all. */
export function listedOptions({ options, option_groups: groups }: Element): readonly Option[] {
  if (Array.isArray(options)) return options as Option[];
  return Array.isArray(groups) ? (groups as { options: Option[] }[]).flatMap((group) => group.options) : [];
}

/** The offered option with this value (or, failing that, this text). */
export function pickOption(offered: readonly Option[], wanted: string): Option {
  const option = offered.find(({ value }) => value === wanted) ?? offered.find(({ text }) => text.text === wanted);
  if (option !== undefined) return option;
  const there = offered.map(({ value }) => value).join(', ') || 'nothing yet; ask for suggestions first';
  return refuse('no_such_option', `The menu does not offer "${wanted}".`, `It offers: ${there}.`);
}
