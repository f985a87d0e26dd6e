import type { Button, ConfirmationDialog } from '@slack/types';
import { hasEnded, mayRetry, type Task } from '#shared/task/task.ts';
import { type Action, actionId, followUpValue, targetValue } from './actions.ts';
import { plainText } from './blocks.ts';
import { isWebAddress } from './rich-text.ts';

/** What a person can do with a task in its state: look at what came of it, try again, or stop it. */
export function taskButtons(task: Task, logUrl?: string): readonly Button[] {
  return [
    ...(task.pullRequest ? linkButton(task, 'open_pull_request', 'Open pull request', task.pullRequest.url) : []),
    ...(mayRetry(task) ? [retryButton(task)] : []),
    ...(hasEnded(task) && task.branch !== undefined ? [followUpButton(task)] : []),
    ...(logUrl === undefined ? [] : linkButton(task, 'open_log', 'Log', logUrl)),
    ...(mayCancel(task) ? [cancelButton(task)] : []),
  ];
}

/** Whether there is something to stop that nobody has asked to stop yet. */
const mayCancel = (task: Task): boolean => !hasEnded(task) && task.status !== 'cancelling';

/** A button that opens a page; nothing when the address is none. */
export function linkButton(task: Task, action: Action, label: string, url: string): readonly Button[] {
  if (!isWebAddress(url)) return [];
  return [{ type: 'button', action_id: actionId(action, task.id), text: plainText(label, 75), url }];
}

const retryButton = (task: Task): Button => ({
  type: 'button',
  action_id: actionId('retry', task.id),
  text: plainText('Retry', 75),
  value: targetValue({ task: task.id, attempt: task.attempt }),
});

/** Opens a form that asks for more on top of what is pushed. */
export const followUpButton = (task: Task, words = ''): Button => ({
  type: 'button',
  action_id: actionId('follow_up', task.id),
  text: plainText('Ask for more', 75),
  value: followUpValue({ task: task.id, attempt: task.attempt }, words),
});

const cancelButton = (task: Task): Button => ({
  type: 'button',
  action_id: actionId('cancel', task.id),
  text: plainText('Cancel', 75),
  value: targetValue({ task: task.id, attempt: task.attempt }),
  style: 'danger',
  confirm: STOP_IT,
});

const STOP_IT: ConfirmationDialog = {
  title: plainText('Stop this task?', 100),
  text: plainText('What is not pushed yet is lost. What is already on GitHub stays.', 300),
  confirm: plainText('Stop it', 30),
  deny: plainText('Keep running', 30),
  style: 'danger',
};
