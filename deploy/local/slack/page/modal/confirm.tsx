import type { ConfirmationDialog } from '@slack/types';
import { useId } from 'react';
import { Still } from '../blocks/still.tsx';
import { Dialog } from './dialog.tsx';

interface ConfirmProps {
  readonly of: ConfirmationDialog;
  readonly onAnswer: (isConfirmed: boolean) => void;
}

/** Asks once more before something is done. */
export function Confirm({ of: { title, text, confirm, deny, style = 'primary' }, onAnswer }: ConfirmProps) {
  const id = useId();
  return (
    <Dialog labelledBy={id} className="dialog--small" onCancel={() => onAnswer(false)}>
      <h2 id={id} className="dialog__title">
        {title?.text ?? 'Are you sure?'}
      </h2>
      <div className="dialog__body">
        {text.type === 'mrkdwn' ? <Still blocks={[{ type: 'section', text }]} /> : <p>{text.text}</p>}
      </div>
      <div className="dialog__foot">
        <button type="button" className="button button--plain" onClick={() => onAnswer(false)}>
          {deny?.text ?? 'Cancel'}
        </button>
        <button type="button" data-first className={`button button--${style}`} onClick={() => onAnswer(true)}>
          {confirm?.text ?? 'Yes'}
        </button>
      </div>
    </Dialog>
  );
}
