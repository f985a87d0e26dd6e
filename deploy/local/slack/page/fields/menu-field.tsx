import { useMemo, useState } from 'react';
import { useSurface } from '../blocks/surface.ts';
import { useDesk, useModel } from '../client/desk.ts';
import { afterPick, type Choice, choiceOf } from './choice.ts';
import { choicesOf } from './choices-of.ts';
import { Combobox } from './combobox.tsx';
import type { MenuElement } from './elements.ts';
import { severalOf } from './entries.ts';
import type { FieldProps } from './field-props.ts';

/** A menu with search: over its own options, over people and channels, or over what the app suggests. */
export function MenuField({ element, entry, onEntry, onSettled, ...wording }: FieldProps<MenuElement>) {
  const workspace = useModel((model) => model.workspace);
  const listed = useMemo(() => choicesOf(element, workspace), [element, workspace]);
  const suggestions = useSuggestions(element);
  const several = element.type.startsWith('multi_');
  const values = severalOf(entry);
  const known = [...listed.flatMap(({ choices }) => choices), ...suggestions.known];
  const chosen = values.map((value) => known.find((choice) => choice.value === value) ?? { value, words: value });
  const settle = (next: readonly string[]) => {
    const picked = several ? [...next] : (next[0] ?? null);
    onEntry(picked);
    onSettled(picked);
  };
  return (
    <Combobox
      {...wording}
      placeholder={element.placeholder?.text ?? 'Choose'}
      groups={listed}
      chosen={chosen}
      several={several}
      onPick={(value) => settle(afterPick(values, value, several, mostOf(element)))}
      onRemove={(value) => settle(values.filter((other) => other !== value))}
      {...(suggestions.search && { search: suggestions.search })}
    />
  );
}

const mostOf = (element: MenuElement) => ('max_selected_items' in element ? element.max_selected_items : undefined);

/** What the app suggested so far, and the way to ask it for more. */
function useSuggestions(element: MenuElement) {
  const { on } = useSurface();
  const { call } = useDesk();
  const [suggested, setSuggested] = useState<readonly Choice[]>([]);
  if (element.type !== 'external_select' && element.type !== 'multi_external_select') return { known: [] };
  const initial = element.type === 'external_select' ? [element.initial_option] : (element.initial_options ?? []);
  const known = [...suggested, ...initial.filter((option) => option !== undefined).map(choiceOf)];
  const find = async (query: string) => {
    const options = await call('suggest', { on, actionId: element.action_id ?? '', query });
    const found = options.map(({ text: { text }, value = text }) => ({ value, words: text }));
    setSuggested((before) => [...found, ...before]);
    return found;
  };
  return { known, search: { find, shortest: element.min_query_length ?? DEFAULT_SHORTEST_QUERY } };
}

/** Slack's own, for a menu that does not say. */
const DEFAULT_SHORTEST_QUERY = 3;
