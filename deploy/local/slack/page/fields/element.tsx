import { useId, useState } from 'react';
import type { Entry } from '../../person/protocol.ts';
import { type AnyElement, type FieldElement, isPressed } from './elements.ts';
import { Field } from './field.tsx';
import { initialEntry } from './initial-entry.ts';
import { Press } from './press.tsx';
import { useClick } from './use-click.tsx';

interface ElementProps<Kind> {
  readonly element: Kind;
  /** What it is about, where it has no words of its own. */
  readonly label?: string;
}

/** Something in a row of actions or beside a text: the app is told of it at once. */
export function Element({ element, ...rest }: ElementProps<AnyElement>) {
  return isPressed(element) ? <Press element={element} /> : <TellingField element={element} {...rest} />;
}

function TellingField({ element, label }: ElementProps<FieldElement>) {
  const id = useId();
  const [entry, setEntry] = useState<Entry>(() => initialEntry(element));
  const { click, aside } = useClick();
  const words = label ?? ('placeholder' in element ? element.placeholder?.text : undefined) ?? 'Choose';
  return (
    <span className="telling-field">
      <span id={`${id}-label`} className="aloud">
        {words}
      </span>
      <Field
        id={id}
        labelledBy={`${id}-label`}
        element={element}
        entry={entry}
        onEntry={setEntry}
        onSettled={(settled) => click(element, settled)}
      />
      {aside}
    </span>
  );
}
