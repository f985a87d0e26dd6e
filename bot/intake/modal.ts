import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import { readMetadata } from '../views/modal-metadata.ts';
import { readTaskModal } from '../views/task-modal.ts';
import type { Intake } from './intake.ts';

type Args = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs;

/** The submitted form. What is wrong is said at the field; the form closes once the task is durable. */
export const modal =
  (needs: Intake) =>
  async ({ ack, body, view }: Args): Promise<void> => {
    const read = readTaskModal(view.state.values);
    if (!read.ok) return ack({ response_action: 'errors', errors: read.errors });
    const from = readMetadata(view.private_metadata);
    const team = body.team?.id ?? view.team_id;
    await needs.submit({
      key: `view ${team} ${view.id}`,
      asked: read.request,
      requester: { id: body.user.id, name: body.user.name },
      thread: { team, channel: from.ok ? from.metadata.channel : body.user.id },
    });
    await ack();
  };
