import { useId } from 'react';
import type { Fault } from '../../faults/fault.ts';
import { Icon } from '../style/icon.tsx';
import { useEscape } from '../use-escape.ts';
import { useReturnFocus } from '../use-return-focus.ts';
import { CATALOGUE } from './catalogue.ts';
import { Deeds } from './deeds.tsx';
import { FaultForm } from './fault-form.tsx';
import { pendingWords } from './pending.ts';
import { useFaults } from './use-faults.ts';

/** The drawer where things are made to go wrong between Slack and the app. */
export function Faults({ onClose }: { onClose: () => void }) {
  const id = useId();
  useReturnFocus();
  useEscape(true, onClose);
  const { pending, set, clear, connections } = useFaults();
  return (
    <aside className="faults" aria-labelledby={id}>
      <header className="bar">
        <h2 className="bar__title" id={id}>
          <Icon name="bolt" />
          Faults
        </h2>
        <button
          type="button"
          className="icon-button"
          aria-label="Close the faults"
          // biome-ignore lint/a11y/noAutofocus: the person has just opened this drawer
          autoFocus
          onClick={onClose}
        >
          <Icon name="close" />
        </button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be scrolled by keyboard too */}
      <section className="faults__body" aria-label="What can go wrong" tabIndex={0}>
        <p className="quiet">Make something go wrong, and watch the thread come out right all the same.</p>
        <Pending pending={pending} onClear={clear} />
        <Deeds />
        {CATALOGUE.map(({ label, kinds }) => (
          <section key={label}>
            <h3 className="faults__family">{label}</h3>
            {kinds.map((kind) => (
              <FaultForm key={kind.id} kind={kind} onSet={set} />
            ))}
          </section>
        ))}
        <section>
          <h3 className="faults__family">The connection to the app</h3>
          <div className="fault">
            <p className="fault__words">
              <strong>Refresh</strong>
              <span className="quiet">Slack asks the app to connect anew, and goes on with the old one meanwhile.</span>
            </p>
            <button
              type="button"
              className="button button--plain"
              aria-label="Do it: Refresh"
              onClick={() => connections('refresh')}
            >
              Do it
            </button>
          </div>
          <div className="fault">
            <p className="fault__words">
              <strong>Drop</strong>
              <span className="quiet">The connection breaks without a word.</span>
            </p>
            <button
              type="button"
              className="button button--plain"
              aria-label="Do it: Drop"
              onClick={() => connections('drop')}
            >
              Do it
            </button>
          </div>
        </section>
      </section>
    </aside>
  );
}

/** What is still to come. Its button stays where it is, so that whoever pressed it is still somewhere. */
function Pending({ pending, onClear }: { pending: readonly Fault[]; onClear: () => void }) {
  const isQuiet = pending.length === 0;
  return (
    <section className="pending" aria-label="Still to come">
      {isQuiet && <p className="quiet">Nothing is set to go wrong.</p>}
      <ul>
        {pending.map((fault) => (
          <li key={JSON.stringify(fault)}>{pendingWords(fault)}</li>
        ))}
      </ul>
      <button type="button" className="button button--plain" aria-disabled={isQuiet} onClick={onClear}>
        Clear
      </button>
    </section>
  );
}
