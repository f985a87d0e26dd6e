import type { MomentElement } from './elements.ts';
import { oneOf } from './entries.ts';
import type { FieldProps } from './field-props.ts';
import { readMoment, writeMoment } from './moment.ts';

const TYPES = { datepicker: 'date', timepicker: 'time', datetimepicker: 'datetime-local' } as const;

/** A day, a time, or both, in the browser's own picker. */
export function MomentField({ element, entry, onEntry, onSettled, ...wording }: FieldProps<MomentElement>) {
  const value = oneOf(entry);
  const isBoth = element.type === 'datetimepicker';
  return (
    <input
      id={wording.id}
      className="field field--short"
      type={TYPES[element.type]}
      aria-labelledby={wording.labelledBy}
      aria-describedby={wording.describedBy}
      aria-invalid={wording.isInvalid}
      aria-required={wording.isRequired}
      value={isBoth ? writeMoment(value) : value}
      onChange={({ target }) => {
        const next = isBoth ? readMoment(target.value) : target.value || null;
        onEntry(next);
        onSettled(next);
      }}
    />
  );
}
