import type { JobsClient, protos } from '@google-cloud/run';
import { CODE, failedWith } from './calls.ts';
import { inWords } from './failures.ts';
import { shortNameOf } from './names.ts';

interface Request {
  readonly job: string;
  readonly env: Readonly<Record<string, string>>;
  readonly capability: string;
  readonly answerMs: number;
  readonly timeoutMs?: number;
}

/** Asks once for one execution. Undefined: nobody knows whether there is one, and what it is called. */
export async function runJob(jobs: JobsClient, request: Request): Promise<string | undefined> {
  const { job, capability, answerMs } = request;
  try {
    // The operation itself is over only when the execution is: nobody waits for it.
    const [operation] = await jobs.runJob({ name: job, overrides: overridesOf(request) }, { timeout: answerMs });
    return shortNameOf(operation.metadata as protos.google.cloud.run.v2.IExecution | null);
  } catch (error) {
    if (failedWith(error, UNHEARD)) return undefined;
    throw inWords(error, { job, secret: capability });
  }
}

/** With these it may have worked. */
const UNHEARD = [CODE.cancelled, CODE.unknown, CODE.deadlineExceeded, CODE.internal, CODE.unavailable];

function overridesOf({ env, capability, timeoutMs }: Request) {
  const variables = Object.entries({ ...env, BELLHOP_CAPABILITY: capability });
  return {
    containerOverrides: [{ env: variables.map(([name, value]) => ({ name, value })) }],
    taskCount: 1,
    ...(timeoutMs && { timeout: { seconds: Math.ceil(timeoutMs / 1_000) } }),
  };
}
