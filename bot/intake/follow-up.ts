import type {
  AllMiddlewareArgs,
  BlockAction,
  ButtonAction,
  SlackActionMiddlewareArgs,
  SlackViewMiddlewareArgs,
  ViewSubmitAction,
} from '@slack/bolt';
import { readFollowUpValue } from '../views/actions.ts';
import { followUpError, followUpModal, readFollowUpModal } from '../views/follow-up-modal.ts';
import type { Intake } from './intake.ts';
import { refusalWords } from './refusal.ts';

type Pressed = SlackActionMiddlewareArgs<BlockAction<ButtonAction>> & AllMiddlewareArgs;

/** Opens the form that asks for more, with what the person has said already. */
export const followUpButton =
  ({ interactive }: Intake) =>
  async ({ ack, action, body }: Pressed): Promise<void> => {
    const read = readFollowUpValue(action.value);
    if (read) await interactive.views.open({ trigger_id: body.trigger_id, view: followUpModal(read, read.words) });
    await ack();
  };

type Submitted = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs;

/** The submitted form. Whoever may not ask is told at the field; it closes once what they asked for is durable. */
export const followUpForm =
  ({ control }: Intake) =>
  async ({ ack, body, view }: Submitted): Promise<void> => {
    const read = readFollowUpModal(view.private_metadata, view.state.values);
    if (!read.ok) return ack({ response_action: 'errors', errors: read.errors });
    const { target, words } = read;
    const by = { id: body.user.id, name: body.user.name };
    const answered = await control.followUp(target.task, by, {
      words,
      key: `view ${view.id}`,
      attempt: target.attempt,
    });
    if (answered.done) return ack();
    await ack({ response_action: 'errors', errors: followUpError(refusalWords(answered).text) });
  };
