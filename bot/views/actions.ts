import { type TaskId, taskId } from '#shared/task/task.ts';
import { fit } from './fit.ts';

/** What a button can ask for. The last three open a page and ask nothing. */
export const ACTIONS = [
  'cancel',
  'retry',
  'follow_up',
  'new_task',
  'forget',
  'open_pull_request',
  'open_log',
  'open_thread',
] as const;
export type Action = (typeof ACTIONS)[number];

/** Which attempt of which task a button was drawn for. */
export interface ActionTarget {
  readonly task: TaskId;
  readonly attempt: number;
}

/** An action id that no other button of the same message or view has: Slack mixes up those that share one. */
export const actionId = (action: Action, subject: string): string => `${action}:${subject}`;

/** What to listen for to hear every button of one kind. */
export const actionPattern = (action: Action): RegExp => new RegExp(`^${action}:`);

export const targetValue = ({ task, attempt }: ActionTarget): string => `${task}/${attempt}`;

/** Reads a button's value. undefined when it is none of ours: what comes back from Slack may have been changed. */
export function readTarget(value: string | undefined): ActionTarget | undefined {
  const [, id, attempt] = /^(t[0-9a-f]{11})\/([1-9]\d{0,5})$/.exec(value ?? '') ?? [];
  return id === undefined ? undefined : { task: taskId(id), attempt: Number(attempt) };
}

/** Which record of which repository's memory; `all` for every one. */
export const forgetValue = (repository: string, what: string): string => `${repository} ${what}`;

/** As `readTarget`: who may forget it is asked again. */
export function readForgetValue(value: string | undefined): { repository: string; what: string } | undefined {
  const [, repository, what] = /^([\w.-]+\/[\w.-]+) ([0-9a-f]{16}|all)$/.exec(value ?? '') ?? [];
  return repository === undefined || what === undefined ? undefined : { repository, what };
}

const CARRIED = 1_800;

/** Also what a person has said already, for the form to begin with. */
export const followUpValue = (target: ActionTarget, words: string): string =>
  words === '' ? targetValue(target) : `${targetValue(target)}\n${fit(words, CARRIED)}`;

export function readFollowUpValue(value: string | undefined): (ActionTarget & { readonly words: string }) | undefined {
  const [target = '', ...words] = (value ?? '').split('\n');
  const read = readTarget(target);
  return read && { ...read, words: words.join('\n') };
}
