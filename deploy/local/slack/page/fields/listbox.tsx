import { type CSSProperties, useEffect, useRef } from 'react';
import { Icon } from '../style/icon.tsx';
import type { Choice } from './choice.ts';
import type { Found } from './use-found.ts';

interface ListboxProps {
  readonly id: string;
  readonly style: CSSProperties;
  readonly found: Found;
  readonly active: number;
  readonly chosen: readonly string[];
  readonly onPick: (value: string) => void;
}

/** What a combobox offers. The focus stays in the combobox; it says which of these is the active one. */
export function Listbox({ id, style, found, active, chosen, onPick }: ListboxProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, active]);
  const groups = numbered(found);
  return (
    // Pressing the mouse here must not take the focus out of the combobox: that would close the list.
    <div
      ref={list}
      id={id}
      className="listbox"
      role="listbox"
      aria-label="Choices"
      style={style}
      onMouseDown={(event) => event.preventDefault()}
    >
      {groups.length === 0 && (
        <div className="listbox__empty" role="option" aria-disabled="true" aria-selected="false" tabIndex={-1}>
          {found.words}
        </div>
      )}
      {groups.map(({ label, choices }) => (
        <fieldset key={label ?? ''} aria-label={label ?? 'All'}>
          {label && (
            <div className="listbox__label" aria-hidden="true">
              {label}
            </div>
          )}
          {choices.map(({ choice, at }) => (
            <Row
              key={choice.value}
              id={`${id}-${at}`}
              choice={choice}
              isActive={at === active}
              isChosen={chosen.includes(choice.value)}
              onPick={onPick}
            />
          ))}
        </fieldset>
      ))}
    </div>
  );
}

interface RowProps {
  readonly id: string;
  readonly choice: Choice;
  readonly isActive: boolean;
  readonly isChosen: boolean;
  readonly onPick: (value: string) => void;
}

function Row({ id, choice, isActive, isChosen, onPick }: RowProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are heard by the combobox, which keeps the focus
    <div
      id={id}
      role="option"
      aria-selected={isChosen}
      tabIndex={-1}
      className={isActive ? 'option option--active' : 'option'}
      onClick={() => onPick(choice.value)}
    >
      <span className="option__words">
        {choice.words}
        {choice.description && <span className="quiet">{choice.description}</span>}
      </span>
      {isChosen && <Icon name="check" />}
    </div>
  );
}

/** Each choice with its number over all groups, as the arrow keys count. */
function numbered({ groups }: Found) {
  let count = 0;
  return groups
    .filter(({ choices }) => choices.length > 0)
    .map(({ label, choices }) => ({ label, choices: choices.map((choice) => ({ choice, at: count++ })) }));
}
