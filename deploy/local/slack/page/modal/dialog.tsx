import { type ReactNode, useLayoutEffect, useRef } from 'react';

interface DialogProps {
  readonly labelledBy: string;
  readonly className: string;
  /** Escape was pressed. */
  readonly onCancel: () => void;
  readonly children: ReactNode;
}

const FIRST_FIELDS = '[data-first], input, textarea, select';

/** A dialog over everything else: the browser keeps the focus in it and gives it back afterwards. */
export function Dialog({ labelledBy, className, onCancel, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    element?.querySelector<HTMLElement>(FIRST_FIELDS)?.focus();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={`dialog ${className}`}
      aria-labelledby={labelledBy}
      onCancel={(event) => {
        // It closes when what it is drawn from is gone, not by itself. A cancelled file picker bubbles up here too.
        event.preventDefault();
        if (event.target === dialog.current) onCancel();
      }}
    >
      {children}
    </dialog>
  );
}
