import { type CSSProperties, type RefObject, useLayoutEffect, useState } from 'react';

const GAP = 4;
const TALLEST = 320;
const MARGIN = 8;

/** Where a list floats beside what opened it: below, or above where there is more room. Follows every scroll. */
export function useFloat(anchor: RefObject<HTMLElement | null>, isOpen: boolean, leastWidth = 220): CSSProperties {
  const [style, setStyle] = useState<CSSProperties>(UNPLACED);
  useLayoutEffect(() => {
    if (!isOpen) return undefined;
    const place = () => {
      if (!anchor.current) return;
      const around = { width: innerWidth, height: innerHeight };
      setStyle(beside(anchor.current.getBoundingClientRect(), around, leastWidth));
    };
    place();
    addEventListener('scroll', place, { capture: true, passive: true });
    addEventListener('resize', place);
    return () => {
      removeEventListener('scroll', place, { capture: true });
      removeEventListener('resize', place);
    };
  }, [anchor, isOpen, leastWidth]);
  return style;
}

/** Out of the flow from the start, so that it moves nothing while its place is measured. */
const UNPLACED: CSSProperties = { position: 'fixed', visibility: 'hidden' };

type Box = Pick<DOMRect, 'left' | 'top' | 'bottom' | 'width'>;
type Size = Pick<DOMRect, 'width' | 'height'>;

/** The place beside a box, in a window of this size. */
export function beside(box: Box, around: Size, leastWidth: number): CSSProperties {
  const below = around.height - box.bottom - GAP - MARGIN;
  const above = box.top - GAP - MARGIN;
  const isBelow = below >= Math.min(TALLEST, above);
  const width = Math.min(Math.max(box.width, leastWidth), around.width - 2 * MARGIN);
  return {
    position: 'fixed',
    width,
    left: Math.max(MARGIN, Math.min(box.left, around.width - width - MARGIN)),
    maxHeight: Math.min(TALLEST, isBelow ? below : above),
    ...(isBelow ? { top: box.bottom + GAP } : { bottom: around.height - box.top + GAP }),
  };
}
