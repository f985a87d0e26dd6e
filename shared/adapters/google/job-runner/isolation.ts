import type { JobsClient } from '@google-cloud/run';
import type { JobRunner } from '#shared/ports.ts';
import { REPEATABLE } from './calls.ts';
import { inWords } from './failures.ts';

/**
 * Jobs run in the second generation's microVM, where bubblewrap has what it needs. That is not taken for granted: each
 * worker tries it before its first command, and fails its attempt when it does not work. Asked here is what can be
 * known before anything is spent: that the job is there, may be looked at, and is of that generation.
 */
export async function isolationOf(jobs: JobsClient, job: string): ReturnType<JobRunner['isolation']> {
  const [{ template }] = await jobs.getJob({ name: job }, REPEATABLE).catch((error: unknown) => {
    throw inWords(error, { job });
  });
  const generation = template?.template?.executionEnvironment;
  if (generation !== 'EXECUTION_ENVIRONMENT_GEN1') return { sandbox: 'bubblewrap' };
  return { sandbox: 'none', why: 'The job runs in the first-generation environment, which has no namespaces.' };
}
