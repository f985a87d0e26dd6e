import type { Option } from '@slack/types';
import { Still } from '../blocks/still.tsx';
import type { ChoiceElement } from './elements.ts';
import { severalOf } from './entries.ts';
import type { FieldProps } from './field-props.ts';
import { optionValue } from './initial-entry.ts';

/** Radio buttons and checkboxes. */
export function Choices({ element, entry, onEntry, onSettled, ...wording }: FieldProps<ChoiceElement>) {
  const isOne = element.type === 'radio_buttons';
  const chosen = severalOf(entry);
  const choose = (value: string, isChosen: boolean) => {
    const others = chosen.filter((other) => other !== value);
    const next = isOne ? value : isChosen ? [...others, value] : [...others];
    onEntry(next);
    onSettled(next);
  };
  return (
    <fieldset
      className="choices"
      {...(isOne && { role: 'radiogroup' })}
      id={wording.id}
      aria-labelledby={wording.labelledBy}
      aria-describedby={wording.describedBy}
      {...(isOne && { 'aria-required': wording.isRequired, 'aria-invalid': wording.isInvalid })}
    >
      {element.options.map((option) => (
        <label key={optionValue(option)} className="choice">
          <input
            type={isOne ? 'radio' : 'checkbox'}
            name={wording.id}
            checked={chosen.includes(optionValue(option))}
            onChange={({ target }) => choose(optionValue(option), target.checked)}
          />
          <OptionWords option={option} />
        </label>
      ))}
    </fieldset>
  );
}

function OptionWords({ option: { text, description } }: { option: Option }) {
  return (
    <span className="choice__words">
      {text.type === 'mrkdwn' ? <Still blocks={[{ type: 'section', text }]} /> : text.text}
      {description && <span className="quiet">{description.text}</span>}
    </span>
  );
}
