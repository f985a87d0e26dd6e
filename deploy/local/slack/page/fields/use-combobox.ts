import { type KeyboardEvent, useState } from 'react';
import type { Choice, ChoiceGroup } from './choice.ts';
import { type Search, useFound } from './use-found.ts';

interface Offer {
  readonly groups: readonly ChoiceGroup[];
  readonly search?: Search | undefined;
  readonly chosen: readonly Choice[];
  /** More than one can be chosen. */
  readonly several: boolean;
  readonly onPick: (value: string) => void;
  readonly onRemove: (value: string) => void;
}

/** What a combobox shows, and what its keys do. */
export function useCombobox({ groups, search, chosen, several, onPick, onRemove }: Offer) {
  const [isOpen, setOpen] = useState(false);
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const found = useFound(groups, query, isOpen, search);
  const choices = found.groups.flatMap((group) => group.choices);
  const at = Math.min(active, choices.length - 1);

  const close = () => {
    setOpen(false);
    setQuery('');
    setActive(0);
  };
  const pick = (value: string) => {
    onPick(value);
    if (several) setQuery('');
    else close();
  };
  const type = (text: string) => {
    setQuery(text);
    setOpen(true);
    setActive(0);
  };
  const walk = (step: number) => {
    setOpen(true);
    if (isOpen) setActive(Math.max(0, Math.min(choices.length - 1, at + step)));
  };
  const removeLast = () => {
    const last = chosen.at(-1);
    if (last && several && query === '') onRemove(last.value);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Backspace') return removeLast();
    const act = { ArrowDown: () => walk(1), ArrowUp: () => walk(-1), ...(isOpen && openKeys) }[event.key];
    if (act === undefined) return;
    act();
    // What was for the list is not for the modal under it.
    event.preventDefault();
    event.stopPropagation();
  };
  const openKeys = {
    Escape: close,
    Enter: () => {
      const choice = choices[at];
      if (choice) pick(choice.value);
    },
  };
  return {
    isOpen,
    query,
    found,
    at,
    hasChoice: choices[at] !== undefined,
    open: () => setOpen(true),
    close,
    pick,
    type,
    onKeyDown,
  };
}
