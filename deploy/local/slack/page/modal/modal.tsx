import { type FormEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { Entry, SeenView, SubmitOutcome } from '../../person/protocol.ts';
import { Blocks } from '../blocks/blocks.tsx';
import { SurfaceProvider } from '../blocks/surface.ts';
import { useDesk } from '../client/desk.ts';
import { Icon } from '../style/icon.tsx';
import { Dialog } from './dialog.tsx';

interface ModalProps {
  readonly view: SeenView;
  /** Another one waits under it. */
  readonly isStacked: boolean;
  readonly entries: Readonly<Record<string, Entry>>;
  readonly onEnter: (blockId: string, entry: Entry) => void;
}

/** A form or notice of the app over the page. */
export function Modal({ view, isStacked, entries, onEnter }: ModalProps) {
  const id = useId();
  const { call, attempt } = useDesk();
  const { submit, isBusy, errors, failure } = useSubmit(view, entries);
  const form = useRef<HTMLFormElement>(null);
  const surface = useMemo(
    () => ({ on: { id: view.id }, form: { entries, errors, enter: onEnter } }),
    [view.id, entries, errors, onEnter],
  );
  const close = () => void attempt(call('close', { view: view.id }));
  useEffect(() => {
    if (Object.keys(errors).length > 0) form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [errors]);
  return (
    <Dialog labelledBy={id} className="modal" onCancel={close}>
      <form ref={form} className="modal__form" noValidate onSubmit={submit}>
        <header className="modal__head">
          <h2 id={id} className="dialog__title">
            {view.title?.text ?? 'Form'}
          </h2>
          <button type="button" className="icon-button" aria-label={isStacked ? 'Back' : 'Close'} onClick={close}>
            <Icon name="close" />
          </button>
        </header>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be scrolled by keyboard too */}
        <section className="modal__body" tabIndex={0} aria-label="Form">
          <SurfaceProvider value={surface}>
            <Blocks blocks={view.blocks} />
          </SurfaceProvider>
        </section>
        <footer className="dialog__foot">
          <p className="trouble" role="alert">
            {failure}
          </p>
          <button type="button" className="button button--plain" onClick={close}>
            {view.close?.text ?? 'Close'}
          </button>
          {view.submit && (
            <button type="submit" className="button button--primary" aria-busy={isBusy} disabled={isBusy}>
              {view.submit.text}
            </button>
          )}
        </footer>
      </form>
    </Dialog>
  );
}

/** Sends the form. What is wrong with it, or that the app did not answer, stays until it is sent again. */
function useSubmit(view: SeenView, entries: Readonly<Record<string, Entry>>) {
  const { call, attempt } = useDesk();
  const [isBusy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<SubmitOutcome>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setOutcome(undefined);
    await attempt(call('submit', { view: view.id, values: entries }).then(setOutcome));
    setBusy(false);
  };
  return { submit, isBusy, errors: outcome?.errors ?? NO_ERRORS, failure: outcome?.failure?.text };
}

const NO_ERRORS: Readonly<Record<string, string>> = {};
