import type { ModalView } from '@slack/types';
import { plain } from '#shared/text/escape.ts';
import { type ActionTarget, readTarget, targetValue } from './actions.ts';
import { plainText } from './blocks.ts';
import { textInput } from './inputs.ts';

/** Callback id of the form that asks for more. */
export const FOLLOW_UP_MODAL = 'follow_up_modal';

const WORDS = 'words';

/** The form that asks for more, once an attempt has ended. */
export const followUpModal = (target: ActionTarget, words: string): ModalView => ({
  type: 'modal',
  callback_id: FOLLOW_UP_MODAL,
  private_metadata: targetValue(target),
  title: plainText('Ask for more', 24),
  close: plainText('Close', 24),
  submit: plainText('Start', 24),
  blocks: [
    textInput(WORDS, 'What else should change?', {
      multiline: true,
      value: words,
      hint: 'It is done on top of what is pushed. Comments on the pull request are read as well.',
    }),
  ],
});

/** What Slack hands back of a submitted form, as far as we read it. */
type ModalValues = Readonly<Record<string, Readonly<Record<string, { readonly value?: string | null }>>>>;

type ReadFollowUp =
  | { readonly ok: true; readonly target: ActionTarget; readonly words: string }
  | { readonly ok: false; readonly errors: Record<string, string> };

export function readFollowUpModal(metadata: string, values: ModalValues): ReadFollowUp {
  const target = readTarget(metadata);
  const words = plain(values[WORDS]?.[WORDS]?.value ?? '').trim();
  if (!target) return { ok: false, errors: { [WORDS]: 'This form is of no task that I know.' } };
  return words === ''
    ? { ok: false, errors: followUpError('Say what else should change.') }
    : { ok: true, target, words };
}

/** What is wrong, at the one field there is. */
export const followUpError = (words: string): Record<string, string> => ({ [WORDS]: words });
