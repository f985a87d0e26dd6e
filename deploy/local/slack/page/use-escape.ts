import { useEffect, useRef } from 'react';

/** Closes a part of the page with Escape, wherever the focus is, unless a dialog or something else took the key. */
export function useEscape(isOnTop: boolean, close: () => void): void {
  const latest = useRef(close);
  latest.current = close;
  useEffect(() => {
    if (!isOnTop) return undefined;
    const hear = (event: KeyboardEvent) => {
      const isTaken = event.defaultPrevented || document.querySelector('dialog[open]') !== null;
      if (event.key === 'Escape' && !isTaken) latest.current();
    };
    addEventListener('keydown', hear);
    return () => removeEventListener('keydown', hear);
  }, [isOnTop]);
}
