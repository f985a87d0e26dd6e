import { randomUUID } from 'node:crypto';
import type { ExecutionsClient, JobsClient } from '@google-cloud/run';
import type { JobRunner } from '#shared/ports.ts';
import { TaskError } from '#shared/task/failure.ts';
import { executionsOf } from './job-runner/executions.ts';
import { isolationOf } from './job-runner/isolation.ts';
import { lookUntil } from './job-runner/look-until.ts';
import { runJob } from './job-runner/run-job.ts';

interface Options {
  readonly jobs: JobsClient;
  readonly executions: ExecutionsClient;
  /** `projects/…/locations/…/jobs/…`: it decides over image, size, account and network of every worker. */
  readonly job: string;
  /** What workers are told beside their assignment; the job and its image may have more. */
  readonly env: Readonly<Record<string, string>>;
  /** What an execution may take, whatever becomes of the bot; as the job has it when absent. */
  readonly timeoutMs?: number;
  /** How long RunJob is waited for. */
  readonly answerMs?: number;
  /** How long an execution is looked for whose start nobody answered. */
  readonly lookMs?: number;
  /** How long one may take to end. */
  readonly stopMs?: number;
  readonly now?: () => number;
}

/** Executions of one Cloud Run job, by the short names that they have in CLOUD_RUN_EXECUTION. */
export function cloudRunJobs(options: Options): JobRunner {
  const { jobs, job, env, timeoutMs, now = Date.now } = options;
  const { answerMs = 30_000, lookMs = 20_000, stopMs = 60_000 } = options;
  const executions = executionsOf({ client: options.executions, job, now });

  return {
    start: async ({ task, attempt, capability }) => {
      const marks = { ...marksOf({ task, attempt }), BELLHOP_START: randomUUID() };
      const request = { job, env: { ...env, ...marks }, capability, answerMs, ...(timeoutMs && { timeoutMs }) };
      const answered = await runJob(jobs, request);
      // Asking again would start a second one: RunJob knows no key to be repeated by.
      const execution = answered ?? (await lookUntil(async () => (await executions.started(marks))[0], lookMs));
      if (execution === undefined) throw unheard();
      return execution;
    },
    find: (attempt) => executions.running(marksOf(attempt)),
    stop: async (execution) => {
      await executions.cancel(execution);
      const isGone = await lookUntil(async () => (await executions.isGone(execution)) || undefined, stopMs);
      if (!isGone) throw notStopped(execution, job);
    },
    state: async (execution) => ((await executions.isGone(execution)) ? 'gone' : 'running'),
    isolation: () => isolationOf(jobs, job),
  };
}

const marksOf = ({ task, attempt }: Parameters<JobRunner['find']>[0]) => ({
  BELLHOP_TASK: task,
  BELLHOP_ATTEMPT: String(attempt),
});

/** If it was started nevertheless it is found before the next one is, or refused when it makes its claim. */
function unheard(): TaskError {
  return new TaskError('start_unheard', 'Cloud Run did not say whether it started the worker.', {
    whose: 'transient',
    remedy: 'It is tried again by itself.',
  });
}

function notStopped(execution: string, job: string): TaskError {
  return new TaskError('execution_not_stopped', `The execution ${execution} could not be ended.`, {
    whose: 'service',
    remedy: `Cancel it by hand, in the console or with gcloud, under ${job}.`,
  });
}
