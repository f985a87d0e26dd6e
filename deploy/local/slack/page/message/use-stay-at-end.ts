import { type RefObject, useLayoutEffect } from 'react';

/** Nearer to the end than this is at the end. */
const SLACK_PX = 48;

/** Keeps a scrolled frame at its end whenever its content grows, unless the reader went up. */
export function useStayAtEnd(frame: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const element = frame.current;
    const content = element?.firstElementChild;
    if (!element || !content) return undefined;
    let isAtEnd = true;
    let before = 0;
    const toEnd = () => {
      if (isAtEnd) element.scrollTop = element.scrollHeight;
    };
    // Only going up leaves the end: when the content grows twice in a row the frame is not at its end for a moment.
    const noteWhere = () => {
      const isNear = element.scrollHeight - element.scrollTop - element.clientHeight < SLACK_PX;
      isAtEnd = isNear || (isAtEnd && element.scrollTop >= before);
      before = element.scrollTop;
    };
    toEnd();
    const growth = new ResizeObserver(toEnd);
    growth.observe(content);
    growth.observe(element);
    element.addEventListener('scroll', noteWhere, { passive: true });
    return () => {
      growth.disconnect();
      element.removeEventListener('scroll', noteWhere);
    };
  }, [frame]);
}
