import { useId, useState } from 'react';
import type { FaultRequest } from '../../faults/fault.ts';
import type { FaultKind } from './catalogue.ts';

interface FaultFormProps {
  readonly kind: FaultKind;
  readonly onSet: (fault: FaultRequest) => void;
}

/** One kind of fault with what can be chosen about it. */
export function FaultForm({ kind: { label, explanation, amounts, make }, onSet }: FaultFormProps) {
  const id = useId();
  const [given, setGiven] = useState<Readonly<Record<string, number>>>(() =>
    Object.fromEntries(amounts.map(({ name, value }) => [name, value])),
  );
  return (
    <form
      className="fault"
      aria-labelledby={id}
      onSubmit={(event) => {
        event.preventDefault();
        onSet(make(given));
      }}
    >
      <p className="fault__words">
        <strong id={id}>{label}</strong>
        <span className="quiet">{explanation}</span>
      </p>
      {amounts.map(({ name, label: words, least, most }) => (
        <label key={name} className="fault__amount">
          <input
            className="field"
            type="number"
            required
            min={least}
            max={most}
            value={given[name]}
            onChange={({ target }) => setGiven((before) => ({ ...before, [name]: target.valueAsNumber }))}
          />
          <span>{words}</span>
        </label>
      ))}
      <button type="submit" className="button button--plain" aria-label={`Do it: ${label}`}>
        Do it
      </button>
    </form>
  );
}
