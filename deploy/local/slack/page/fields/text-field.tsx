import { type KeyboardEvent, useRef } from 'react';
import type { TextElement } from './elements.ts';
import { oneOf } from './entries.ts';
import type { FieldProps } from './field-props.ts';

/** A line or several to type into. */
export function TextField({ element, entry, onEntry, onSettled, ...wording }: FieldProps<TextElement>) {
  const value = oneOf(entry);
  const settled = useRef(value);
  const settle = () => {
    if (settled.current !== value) onSettled(value);
    settled.current = value;
  };
  const isLong = element.type === 'rich_text_input' || (element.type === 'plain_text_input' && element.multiline);
  const common = {
    id: wording.id,
    className: 'field',
    'aria-labelledby': wording.labelledBy,
    'aria-describedby': wording.describedBy,
    'aria-invalid': wording.isInvalid,
    'aria-required': wording.isRequired,
    placeholder: element.placeholder?.text,
    value,
    onBlur: settle,
  };
  if (isLong) return <textarea {...common} rows={4} onChange={({ target }) => onEntry(target.value)} />;
  return (
    <input
      {...common}
      {...typeOf(element)}
      autoComplete="off"
      onChange={({ target }) => onEntry(target.value)}
      onKeyDown={(event: KeyboardEvent) => event.key === 'Enter' && settle()}
    />
  );
}

function typeOf(element: TextElement) {
  switch (element.type) {
    case 'email_text_input':
      return { type: 'email' };
    case 'url_text_input':
      return { type: 'url' };
    case 'number_input':
      return {
        type: 'number',
        step: element.is_decimal_allowed ? 'any' : 1,
        min: element.min_value,
        max: element.max_value,
      };
    default:
      return { type: 'text' };
  }
}
