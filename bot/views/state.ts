import type { Evidence } from '#shared/task/evidence.ts';
import type { StepName } from '#shared/task/step.ts';
import type { PullRequestLink, Task, TaskIn } from '#shared/task/task.ts';
import { refusalWords } from './admission.ts';
import { duration, shortCommit } from './amounts.ts';
import { whatFails } from './evidence.ts';
import { nameOf, sentence } from './subject.ts';

const WORDS_LENGTH = 500;

/** Where a task stands, as a full sentence. Changes with the state and the step only. */
export function stateSentence(task: Task): string {
  switch (task.status) {
    case 'queued':
      return task.admission ? 'It waits for a free slot.' : 'It is in the queue.';
    case 'admitting':
      return 'I am checking whether it may start.';
    case 'rejected':
      return `I did not start it: ${refusalWords(task.checks)}.`;
    case 'starting':
      return 'A workspace is starting.';
    case 'running':
      return runningSentence(task);
    case 'cancelling':
      return `Stopping, asked by ${nameOf(task.by)}.`;
    case 'finalizing':
      return task.pushed ? 'The change is pushed; I am opening the pull request.' : 'I am pushing the change.';
    case 'succeeded':
      return `${doneSentence(task)}${sinceThen(task)}`;
    case 'failed':
      return `It failed: ${sentence(task.failure.words, WORDS_LENGTH)}`;
    case 'cancelled':
      return `Stopped in ${duration(task.tookMs)}, asked by ${nameOf(task.by)}.`;
    default:
      return task satisfies never;
  }
}

/** Evidence is bound to a commit: where the branch went on, it is evidence of another one. */
function sinceThen({ evidence, movedTo }: TaskIn<'succeeded'>): string {
  if (movedTo === undefined) return '';
  return ` Since then somebody pushed ${shortCommit(movedTo)}: the evidence is of the older commit ${shortCommit(evidence.head)}.`;
}

function runningSentence(task: TaskIn<'running'>): string {
  const rounds = task.work.steps.find(({ step }) => step === task.step)?.rounds ?? 1;
  return rounds === 1 ? `${DOING[task.step]}.` : `${DOING[task.step]} (round ${rounds}).`;
}

const DOING: Readonly<Record<StepName, string>> = {
  hydrate: 'I am reading the request and how this repository is worked on',
  provision: 'I am fetching the code and installing what it needs',
  baseline: 'I am running the checks before any change',
  implement: 'The agent is changing the code',
  verify: 'I am running the checks on the change',
  finalize: 'I am getting ready to push the change',
};

export interface Success {
  readonly evidence: Evidence;
  readonly pullRequest?: PullRequestLink | undefined;
  readonly tookMs?: number | undefined;
}

/** What came of an attempt that reached its pull request. Says so when the evidence is not green. */
export function doneSentence({ evidence, pullRequest, tookMs }: Success): string {
  const done = tookMs === undefined ? 'Done' : `Done in ${duration(tookMs)}`;
  const link = pullRequest && `pull request #${pullRequest.number} is ${pullRequest.draft ? 'a draft' : 'open'}`;
  switch (evidence.verdict) {
    case 'green':
      return `${done}: every check passed${link ? `, and ${link}` : ''}.`;
    case 'red':
      return `${done}, but ${whatFails(evidence)}${link ? `: ${link}` : ''}.`;
    case 'unproven':
      return `${done}, but this repository has no checks that could prove it${link ? `: ${link}` : ''}.`;
    default:
      return evidence.verdict satisfies never;
  }
}
