import { useState } from 'react';
import * as z from 'zod';
import type { Offered } from '../../client/offers.ts';
import { ask } from '../client/ask.ts';
import { useDesk, useModel } from '../client/desk.ts';

/** What the playground itself offers to have done to it, as killing a process. */
export function Deeds() {
  const acts = useModel((model) => model.offered.acts);
  if (acts.length === 0) return null;
  return (
    <section>
      <h3 className="faults__family">Processes</h3>
      {acts.map((act) => (
        <Deed key={act.id} act={act} />
      ))}
    </section>
  );
}

function Deed({ act: { id, label, explanation } }: { act: Offered['acts'][number] }) {
  const { attempt, store } = useDesk();
  const [isBusy, setBusy] = useState(false);
  const perform = async () => {
    setBusy(true);
    await attempt(
      ask('POST', `playground/${encodeURIComponent(id)}`, {}).then((said) =>
        store.dispatch({ type: 'told', notice: { kind: 'done', words: z.string().parse(said) } }),
      ),
    );
    setBusy(false);
  };
  return (
    <div className="fault">
      <p className="fault__words">
        <strong>{label}</strong>
        <span className="quiet">{explanation}</span>
      </p>
      <button
        type="button"
        className="button button--danger"
        aria-label={`Do it: ${label}`}
        aria-busy={isBusy}
        disabled={isBusy}
        onClick={perform}
      >
        Do it
      </button>
    </div>
  );
}
