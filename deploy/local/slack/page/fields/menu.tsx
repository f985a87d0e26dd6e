import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useId, useRef, useState } from 'react';
import { Icon, type IconName } from '../style/icon.tsx';
import { useFloat } from './float.ts';

interface MenuItem {
  readonly id: string;
  readonly words: ReactNode;
  readonly isOff?: boolean;
}

interface MenuProps {
  readonly label: string;
  readonly icon: IconName;
  /** Shows the label beside the icon. */
  readonly isWorded?: boolean;
  readonly items: readonly MenuItem[];
  readonly onPick: (id: string) => void;
}

/** A button that opens a list of things to do. */
export function Menu({ label, icon, isWorded = false, items, onPick }: MenuProps) {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className={isWorded ? 'button button--plain' : 'icon-button'}
        aria-label={isWorded ? undefined : label}
        title={isWorded ? undefined : label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name={icon} />
        {isWorded && label}
      </button>
      {isOpen && (
        <MenuList
          id={id}
          label={label}
          anchor={button}
          items={items}
          leastWidth={isWorded ? 440 : 200}
          onClose={close}
          onPick={(item) => {
            close();
            onPick(item);
          }}
        />
      )}
    </>
  );
}

interface MenuListProps extends Pick<MenuProps, 'label' | 'items' | 'onPick'> {
  readonly id: string;
  readonly anchor: RefObject<HTMLElement | null>;
  readonly leastWidth: number;
  readonly onClose: () => void;
}

function MenuList({ id, label, anchor, items, leastWidth, onClose, onPick }: MenuListProps) {
  const list = useRef<HTMLDivElement>(null);
  const float = useFloat(anchor, true, leastWidth);
  const isPlaced = float.visibility !== 'hidden';
  useEffect(() => {
    if (isPlaced) itemsIn(list.current)[0]?.focus();
  }, [isPlaced]);
  return (
    <div
      ref={list}
      id={id}
      role="menu"
      tabIndex={-1}
      aria-label={label}
      className="listbox menu"
      style={float}
      onKeyDown={(event) => {
        if (event.key === 'Escape' || event.key === 'Tab') {
          event.preventDefault();
          event.stopPropagation();
          onClose();
        } else moveFocus(event, itemsIn(list.current));
      }}
      onBlur={({ relatedTarget }) => {
        if (relatedTarget && !list.current?.contains(relatedTarget)) onClose();
      }}
    >
      {items.map(({ id: item, words, isOff }) => (
        <button
          key={item}
          type="button"
          role="menuitem"
          tabIndex={-1}
          className="option"
          aria-disabled={isOff}
          onClick={() => !isOff && onPick(item)}
        >
          {words}
        </button>
      ))}
    </div>
  );
}

const itemsIn = (list: HTMLElement | null): readonly HTMLElement[] => [
  ...(list?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? []),
];

function moveFocus(event: KeyboardEvent, items: readonly HTMLElement[]): void {
  const focused = document.activeElement;
  const at = focused instanceof HTMLElement ? items.indexOf(focused) : -1;
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  items.at(next % items.length)?.focus();
}
