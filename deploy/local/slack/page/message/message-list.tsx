import { Fragment, type KeyboardEvent, type ReactNode, useMemo, useRef } from 'react';
import type { SeenMessage } from '../../person/protocol.ts';
import { linedUp } from './groups.ts';
import { Message } from './message.tsx';
import { dayName } from './time.ts';
import { useStayAtEnd } from './use-stay-at-end.ts';

interface MessageListProps {
  readonly label: string;
  readonly messages: readonly SeenMessage[];
  readonly isInChannel: boolean;
  /** Stands before the first message. */
  readonly opening?: ReactNode;
  /** Stands after the first one, as the root of a thread. */
  readonly afterFirst?: ReactNode;
}

/** Messages, oldest first; it stays at its end unless the reader went up. Arrow keys go from message to message. */
export function MessageList({ label, messages, isInChannel, opening, afterFirst }: MessageListProps) {
  const frame = useRef<HTMLElement>(null);
  const lined = useMemo(() => linedUp(messages), [messages]);
  useStayAtEnd(frame);
  return (
    <section
      ref={frame}
      className="message-list"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be scrolled by keyboard too
      tabIndex={0}
      onKeyDown={(event) => walk(event, frame.current)}
    >
      <div className="message-list__content">
        {opening}
        <ol className="message-list__items">
          {lined.map(({ message, continues, opensDay }, index) => (
            <Fragment key={message.ts}>
              {isInChannel && opensDay && (
                <li className="day">
                  <span>{dayName(message.ts, new Date())}</span>
                </li>
              )}
              <li tabIndex={-1} data-walk className="message-list__item">
                <Message
                  message={message}
                  continues={continues && !(index === 1 && afterFirst)}
                  isInChannel={isInChannel}
                />
              </li>
              {index === 0 && afterFirst && <li className="message-list__divider">{afterFirst}</li>}
            </Fragment>
          ))}
        </ol>
      </div>
    </section>
  );
}

/** From message to message by arrow keys, from wherever the focus is that does not need them itself. */
function walk(event: KeyboardEvent<HTMLElement>, frame: HTMLElement | null): void {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (step === undefined || frame === null || event.target instanceof HTMLInputElement) return;
  if (event.target instanceof HTMLTextAreaElement || event.defaultPrevented) return;
  const items = [...frame.querySelectorAll<HTMLElement>('[data-walk]')];
  const at = items.findIndex((item) => item.contains(document.activeElement));
  const next = at === -1 ? items.at(-1) : items[at + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}
