import type { AllMiddlewareArgs, BlockAction, ButtonAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import { repositoriesFor } from '#shared/task/policy.ts';
import type { Person } from '#shared/task/task.ts';
import { type ActionTarget, readTarget } from '../views/actions.ts';
import { unknownTask } from '../views/messages.ts';
import { taskModal } from '../views/task-modal.ts';
import type { Answered, Control } from './control.ts';
import type { Intake } from './intake.ts';
import { refusalWords } from './refusal.ts';
import { tell } from './tell.ts';

type Args = SlackActionMiddlewareArgs<BlockAction<ButtonAction>> & AllMiddlewareArgs;
type Act = (control: Control, target: ActionTarget, by: Person) => Promise<Answered>;

export const cancelButton = (needs: Intake) =>
  controlButton(needs, (control, { task }, by) => control.cancel(task, by));

export const retryButton = (needs: Intake) =>
  controlButton(needs, (control, { task, attempt }, by) => control.retry(task, by, attempt));

const controlButton =
  (needs: Intake, act: Act) =>
  async ({ ack, action, body }: Args): Promise<void> => {
    const by = { id: body.user.id, name: body.user.name ?? body.user.username };
    const where = { user: by.id, ...(body.channel && { channel: body.channel.id }), ...threadOf(body) };
    const target = readTarget(action.value);
    const answered = target && (await act(needs.control, target, by));
    await ack();
    if (!answered) await tell(needs.interactive, where, unknownTask(action.value ?? ''));
    else if (!answered.done) await tell(needs.interactive, where, refusalWords(answered));
  };

/** An answer to a button on the card belongs into the card's thread. */
function threadOf({ message }: BlockAction): { thread?: string } {
  const root: unknown = message?.thread_ts ?? message?.ts;
  return typeof root === 'string' ? { thread: root } : {};
}

/** From the Home tab: the task's thread will be in the person's direct messages. */
export const newTaskButton =
  ({ interactive, policy }: Intake) =>
  async ({ ack, body }: Args): Promise<void> => {
    const repositories = repositoriesFor(policy, body.user.id);
    const view = taskModal({ repositories, defaults: {}, metadata: { channel: body.channel?.id ?? body.user.id } });
    await interactive.views.open({ trigger_id: body.trigger_id, view });
    await ack();
  };

/** Buttons that only open a page still send what was pressed, and show a warning when nobody answers. */
export const linkButton =
  () =>
  async ({ ack }: Args): Promise<void> =>
    ack();
