import { useRef } from 'react';
import { Icon } from '../style/icon.tsx';
import type { Choice, ChoiceGroup } from './choice.ts';
import type { Wording } from './field-props.ts';
import { useFloat } from './float.ts';
import { Listbox } from './listbox.tsx';
import { useCombobox } from './use-combobox.ts';
import type { Search } from './use-found.ts';

export interface ComboboxProps extends Wording {
  readonly placeholder: string;
  readonly groups: readonly ChoiceGroup[];
  readonly search?: Search;
  readonly chosen: readonly Choice[];
  /** More than one can be chosen. */
  readonly several: boolean;
  readonly onPick: (value: string) => void;
  readonly onRemove: (value: string) => void;
}

/** A menu one can type into to find something. */
export function Combobox({
  placeholder,
  groups,
  search,
  chosen,
  several,
  onPick,
  onRemove,
  ...wording
}: ComboboxProps) {
  const frame = useRef<HTMLDivElement>(null);
  const box = useCombobox({ groups, search, chosen, several, onPick, onRemove });
  const float = useFloat(frame, box.isOpen);
  const list = `${wording.id}-list`;
  const shown = chosen[0]?.words;
  return (
    <div className="combobox" ref={frame}>
      {several && <Chips chosen={chosen} onRemove={onRemove} />}
      <input
        id={wording.id}
        className="combobox__input"
        role="combobox"
        aria-expanded={box.isOpen}
        aria-controls={box.isOpen ? list : undefined}
        aria-autocomplete="list"
        aria-activedescendant={box.isOpen && box.hasChoice ? `${list}-${box.at}` : undefined}
        aria-labelledby={wording.labelledBy}
        aria-describedby={wording.describedBy}
        aria-invalid={wording.isInvalid}
        aria-required={wording.isRequired}
        autoComplete="off"
        placeholder={several ? placeholder : (shown ?? placeholder)}
        value={box.isOpen || several ? box.query : (shown ?? '')}
        onChange={({ target }) => box.type(target.value)}
        onClick={box.open}
        onKeyDown={box.onKeyDown}
        onBlur={box.close}
      />
      <Icon name="chevron" />
      {box.isOpen && (
        <Listbox
          id={list}
          style={float}
          found={box.found}
          active={box.at}
          chosen={chosen.map(({ value }) => value)}
          onPick={box.pick}
        />
      )}
    </div>
  );
}

function Chips({ chosen, onRemove }: Pick<ComboboxProps, 'chosen' | 'onRemove'>) {
  return chosen.map(({ value, words }) => (
    <span key={value} className="chip">
      {words}
      <button type="button" className="chip__remove" aria-label={`Remove ${words}`} onClick={() => onRemove(value)}>
        <Icon name="close" />
      </button>
    </span>
  ));
}
