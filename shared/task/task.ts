import { createHash } from 'node:crypto';
import type { AdmissionCheck } from './admission.ts';
import type { CheckRun, Evidence } from './evidence.ts';
import type { Failure } from './failure.ts';
import type { BaselineSource, KeptContext, Start } from './reuse.ts';
import type { Change, StepName, Usage } from './step.ts';

declare const brand: unique symbol;
/** Made by `taskId` alone, so that a Slack timestamp can never stand for one. */
export type TaskId = string & { readonly [brand]: 'TaskId' };

/** A moment: milliseconds since 1970. */
export type Moment = number;

export interface Person {
  /** Slack's id. */
  readonly id: string;
  /** For reading only; never an address. */
  readonly name: string;
}

/** What was asked, as it was asked. Nothing here is trusted. */
export interface TaskRequest {
  readonly repository: string;
  /** How the repository was chosen, shown on the card. */
  readonly repositoryReason: string;
  readonly words: string;
  readonly criteria?: string;
  /** Base branch; the repository's default branch when absent. */
  readonly base?: string;
}

export interface Thread {
  readonly team: string;
  readonly channel: string;
}

export interface PullRequestLink {
  readonly number: number;
  readonly url: string;
  readonly draft: boolean;
  /** What of its labels and reviewers could not be had, in words. */
  readonly missing?: readonly string[];
}

/** What somebody asked for once an attempt had ended, in their words. */
export interface FollowUp {
  /** The attempt it opened. */
  readonly attempt: number;
  readonly by: Person;
  readonly at: Moment;
  readonly words: string;
}

/** One line of the plan. A step that ran again in a fix round keeps its line and counts the rounds. */
export interface StepLine {
  readonly step: StepName;
  readonly state: 'running' | 'done' | 'failed';
  readonly rounds: number;
  readonly tookMs: number;
  readonly gist?: string;
}

/** What the current attempt has shown so far. Every field is a fact that some event brought. */
export interface Work {
  readonly steps: readonly StepLine[];
  readonly usage: Usage;
  readonly model?: string;
  readonly sandbox?: 'bubblewrap' | 'none';
  /** Where a later attempt started from. */
  readonly start?: Start;
  readonly context?: {
    readonly included: readonly string[];
    readonly omitted: readonly string[];
    readonly kept?: KeptContext | undefined;
  };
  readonly base?: { readonly branch: string; readonly commit: string };
  readonly baseline?: readonly CheckRun[];
  readonly baselineSource?: BaselineSource;
  readonly change?: Change;
  readonly evidence?: Evidence;
}

/** How an earlier attempt of this task ended. */
export interface PastAttempt {
  readonly attempt: number;
  readonly startedAt: Moment;
  readonly endedAt: Moment;
  readonly end:
    | { readonly status: 'rejected'; readonly checks: readonly AdmissionCheck[] }
    | { readonly status: 'failed'; readonly failure: Failure }
    | { readonly status: 'cancelled'; readonly by: Person; readonly tookMs: number }
    | { readonly status: 'succeeded'; readonly evidence: Evidence };
  readonly usage: Usage;
  /** What was measured before it ended. */
  readonly evidence?: Evidence;
  /** What its agent wants later tasks to know. */
  readonly lessons?: readonly string[];
  /** The one that was known when it ended. */
  readonly pullRequest?: PullRequestLink;
  readonly start?: Start;
  readonly baselineSource?: BaselineSource;
  /** Why there was another one. `automatic`: the failure was transient and the policy allows a second try. */
  readonly next: 'retry' | 'automatic' | 'follow_up';
  readonly by?: Person;
}

interface Common {
  readonly id: TaskId;
  readonly request: TaskRequest;
  readonly requester: Person;
  readonly thread: Thread;
  readonly createdAt: Moment;
  /** When the status last changed. */
  readonly changedAt: Moment;
  /** One try, numbered from 1. Everything below down to `work` belongs to it. */
  readonly attempt: number;
  readonly startedAt: Moment;
  /** Every execution ever started for this attempt, oldest first. */
  readonly executions: readonly string[];
  /** `seq` of the last worker event of this attempt that was folded. */
  readonly folded: number;
  readonly admission?: readonly AdmissionCheck[];
  readonly work: Work;
  /** Where pushed work is, once some was pushed. */
  readonly branch?: string;
  readonly pullRequest?: PullRequestLink;
  readonly past: readonly PastAttempt[];
  /** Oldest first. */
  readonly followUps?: readonly FollowUp[];
}

/** The states, each with what is true in it and in no other. */
export type State =
  | { readonly status: 'queued' }
  | { readonly status: 'admitting' }
  | { readonly status: 'rejected'; readonly checks: readonly AdmissionCheck[] }
  | { readonly status: 'starting' }
  | { readonly status: 'running'; readonly step: StepName }
  | { readonly status: 'cancelling'; readonly by: Person }
  /** The right to push `head` was granted. `pushed`: the branch is there, and the pull request is the bot's to open. */
  | { readonly status: 'finalizing'; readonly head: string; readonly evidence: Evidence; readonly pushed: boolean }
  | {
      readonly status: 'succeeded';
      readonly evidence: Evidence;
      readonly pullRequest: PullRequestLink;
      /** Where somebody moved the branch since: the evidence is of an older commit. */
      readonly movedTo?: string;
      /** What GitHub was told beside the pull request: of the branch at which commit, and why it took no check run. */
      readonly told?: { readonly movedTo?: string; readonly refused?: string };
    }
  | { readonly status: 'failed'; readonly failure: Failure }
  | { readonly status: 'cancelled'; readonly by: Person; readonly tookMs: number };

export type Status = State['status'];
export type Task = Common & State;
export type TaskIn<S extends Status> = Common & Extract<State, { status: S }>;

const ENDED = ['rejected', 'succeeded', 'failed', 'cancelled'] as const satisfies readonly Status[];
export type EndedTask = TaskIn<(typeof ENDED)[number]>;

/** Whether the current attempt has reached its one terminal state. */
export function hasEnded(task: Task): task is EndedTask {
  return (ENDED as readonly Status[]).includes(task.status);
}

/** The id of the task that an intake key gives birth to: the same key, the same task, so that creating is the dedupe. */
export function taskIdOf(intakeKey: string): TaskId {
  return taskId(`t${createHash('sha256').update(intakeKey).digest('hex').slice(0, 11)}`);
}

export const isTaskId = (text: string): text is TaskId => /^t[0-9a-f]{11}$/.test(text);

/** Reads an id that came from outside. */
export function taskId(text: string): TaskId {
  if (!isTaskId(text)) throw new RangeError(`not a task id: ${JSON.stringify(text.slice(0, 40))}`);
  return text;
}

/** Whether another attempt makes sense: it ended without what was asked for, or what is there now is not proved. */
export function mayRetry(task: Task): task is EndedTask {
  return (
    hasEnded(task) && (task.status !== 'succeeded' || task.evidence.verdict === 'red' || task.movedTo !== undefined)
  );
}

/** Who is behind what is being done now: the last to ask for something. */
export const askerOf = ({ requester, followUps }: Pick<Task, 'requester' | 'followUps'>): Person =>
  followUps?.at(-1)?.by ?? requester;

/** The one branch a task may push to. */
export const branchOf = (id: TaskId): string => `agent/${id}`;
