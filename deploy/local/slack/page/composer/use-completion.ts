import { type KeyboardEvent, useMemo, useState } from 'react';
import { useModel } from '../client/desk.ts';
import { complete } from './completion.ts';

/** What the list above the composer offers, and which of it the keyboard is at: at nothing until somebody goes there. */
export function useCompletion(text: string, completes: boolean, onText: (text: string) => void) {
  const offered = useModel((model) => model.offered);
  const [active, setActive] = useState(-1);
  const [isShut, setShut] = useState(false);
  const completions = useMemo(() => (completes ? complete(text, offered) : []), [completes, text, offered]);
  const isOpen = completions.length > 0 && !isShut;
  const take = (taken = completions[Math.max(0, active)]?.text) => {
    setActive(-1);
    if (taken !== undefined) onText(taken);
  };
  const keys: Readonly<Record<string, () => void>> = {
    ArrowDown: () => setActive((active + 1) % completions.length),
    ArrowUp: () => setActive(active <= 0 ? completions.length - 1 : active - 1),
    Escape: () => setShut(true),
    Tab: () => take(),
    // Before anything of the list was chosen, Enter sends what is typed.
    ...(active >= 0 && { Enter: () => take() }),
  };
  return {
    completions,
    active,
    isOpen,
    take,
    /** True when the key was for the list. */
    onKey(event: KeyboardEvent): boolean {
      const act = isOpen && !event.shiftKey ? keys[event.key] : undefined;
      if (act === undefined) return false;
      act();
      event.preventDefault();
      event.stopPropagation();
      return true;
    },
    close: () => setShut(true),
    reopen() {
      setShut(false);
      setActive(-1);
    },
  };
}
