import type { InputBlock } from '@slack/types';
import { useId, useState } from 'react';
import type { Entry } from '../../person/protocol.ts';
import { Field } from '../fields/field.tsx';
import { initialEntry } from '../fields/initial-entry.ts';
import { useClick } from '../fields/use-click.tsx';
import { useSurface } from './surface.ts';

/** A labelled field of a form, with its hint and what is wrong with it. */
export function Input({ block }: { block: InputBlock }) {
  const id = useId();
  const { form } = useSurface();
  const { element, label, hint, optional = false, block_id: blockId = '' } = block;
  const [own, setOwn] = useState<Entry>();
  const { click, aside } = useClick();
  const entry = (form ? form.entries[blockId] : own) ?? initialEntry(element);
  const error = form?.errors[blockId];
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div className="input" data-invalid={error !== undefined || undefined}>
      <label className="input__label" id={`${id}-label`} htmlFor={id}>
        {label.text} {optional && <span className="quiet">(optional)</span>}
      </label>
      <Field
        id={id}
        labelledBy={`${id}-label`}
        describedBy={described || undefined}
        isInvalid={error !== undefined}
        isRequired={!optional}
        element={element}
        entry={entry}
        onEntry={(next) => (form ? form.enter(blockId, next) : setOwn(next))}
        onSettled={(settled) => {
          // A form is told as a whole, but for the fields whose app asked to hear of every change.
          if (!form || block.dispatch_action) click(element, settled);
        }}
      />
      {error && (
        <p className="input__error" id={`${id}-error`}>
          {error}
        </p>
      )}
      {hint && (
        <p className="quiet" id={`${id}-hint`}>
          {hint.text}
        </p>
      )}
      {aside}
    </div>
  );
}
