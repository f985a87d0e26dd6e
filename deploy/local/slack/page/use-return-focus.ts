import { useEffect, useRef } from 'react';

/** Gives the focus back to where it was before this part of the page appeared, once it is gone. */
export function useReturnFocus(): void {
  const before = useRef(document.activeElement);
  useEffect(() => {
    const { current } = before;
    return () => {
      if (current instanceof HTMLElement) current.focus();
    };
  }, []);
}
