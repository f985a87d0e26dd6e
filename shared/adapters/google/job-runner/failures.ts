import { TaskError, type Whose } from '#shared/task/failure.ts';
import { clip } from '#shared/text/clip.ts';
import { oneLine } from '#shared/text/escape.ts';
import { CODE, type Code, failedWith } from './calls.ts';

interface About {
  /** The job's full name. */
  readonly job: string;
  /** What may be quoted in a refusal, and must go no further. */
  readonly secret?: string;
}

/** What Cloud Run's refusal of a call means to people. What is no refusal of its is given back as it is. */
export function inWords(error: unknown, { job, secret = '' }: About): unknown {
  const refusal = REFUSALS.find(({ codes }) => failedWith(error, codes));
  if (!refusal || !(error instanceof Error)) return error;
  const said = secret === '' ? error.message : error.message.replaceAll(secret, '[capability]');
  const { code, words, whose, remedy } = refusal;
  const told = `${words} Cloud Run says: ${clip(oneLine(said), 300)}`;
  // The message alone: the error itself may carry the whole request.
  return new TaskError(code, told, { whose, remedy: remedy(job), cause: clip(said, 2_000) });
}

interface Refusal {
  readonly codes: readonly Code[];
  readonly code: string;
  readonly words: string;
  readonly whose: Whose;
  readonly remedy: (job: string) => string;
}

const REFUSALS: readonly Refusal[] = [
  {
    codes: [CODE.notFound],
    code: 'job_not_found',
    words: 'There is no job that could do the work.',
    whose: 'service',
    remedy: (job) => `Whoever runs this bot has to deploy the job ${job}, or to correct its name.`,
  },
  {
    codes: [CODE.permissionDenied],
    code: 'job_not_permitted',
    words: 'The bot may not do this with its job.',
    whose: 'service',
    remedy: (job) =>
      `Whoever runs this bot has to give its service account run.jobs.get, run.jobs.run, run.jobs.runWithOverrides and run.executions.get, list and cancel on ${job}: the role Cloud Run Developer has them.`,
  },
  {
    codes: [CODE.unauthenticated],
    code: 'job_not_permitted',
    words: 'The bot has no valid credentials for Google Cloud.',
    whose: 'service',
    remedy: () => 'Whoever runs this bot has to let it run as a service account of the project.',
  },
  {
    codes: [CODE.resourceExhausted],
    code: 'job_quota_exhausted',
    words: 'The quota of Cloud Run is used up.',
    whose: 'transient',
    remedy: (job) =>
      `It is tried again. If it stays so, whoever runs this bot has to lower limits.running, or to ask Google for more in the region of ${job}.`,
  },
  {
    codes: [CODE.invalidArgument],
    code: 'job_refused',
    words: 'The job cannot be run like this.',
    whose: 'service',
    remedy: () => 'Whoever runs this bot has to shorten or correct the setting it names; no value may exceed 32 KiB.',
  },
  {
    codes: [CODE.failedPrecondition],
    code: 'job_refused',
    words: 'The job cannot be run now.',
    whose: 'service',
    remedy: (job) =>
      `Whoever runs this bot has to look at ${job} in the console: its last deployment must have worked.`,
  },
  {
    codes: [CODE.cancelled, CODE.unknown, CODE.deadlineExceeded, CODE.aborted, CODE.internal, CODE.unavailable],
    code: 'cloud_run_away',
    words: 'Cloud Run did not answer.',
    whose: 'transient',
    remedy: () => 'It is tried again by itself.',
  },
];
