import type { protos } from '@google-cloud/run';
import { status } from '@grpc/grpc-js';
import { type Answers, grpcError } from '../grpc.ts';
import type { createFaults, RunFault } from './faults.ts';
import { fullNameOf, templateOf } from './messages.ts';
import { operationOf } from './operations.ts';
import { readOverrides } from './overrides.ts';
import type { Job, Register } from './register.ts';

type RunJob = protos.google.cloud.run.v2.IRunJobRequest;

/** google.cloud.run.v2.Jobs, as far as jobs are looked at and run. */
export function jobAnswers(register: Register, faults: ReturnType<typeof createFaults>): Answers {
  return {
    getJob: ({ name }: { name: string }) => {
      refuseUnknown(register.job, name);
      return jobMessage(register);
    },
    runJob: ({ name, overrides }: RunJob) => {
      refuseUnknown(register.job, name ?? '');
      const fault = faults.nextRun() ?? {};
      if (fault.refused) throw grpcError(fault.refused.code, fault.refused.words);
      const [execution] = register.start(readOverrides(overrides), fault);
      return fault.unheard || !execution ? lost(fault) : operationOf(execution);
    },
  };
}

export function refuseUnknown({ name }: Job, asked: string): void {
  if (asked !== name) throw grpcError(status.NOT_FOUND, `Resource '${asked}' of kind 'JOB' does not exist.`);
}

function jobMessage({ job, all }: Register): protos.google.cloud.run.v2.IJob {
  const [latest] = all();
  const template = { ...templateOf({}, job.timeoutMs), executionEnvironment: job.generation };
  return {
    name: job.name,
    executionCount: all().length,
    template: { taskCount: 1, parallelism: 1, template },
    ...(latest && { latestCreatedExecution: { name: fullNameOf(latest) } }),
  };
}

function lost({ unheard = 'silence' }: RunFault): Promise<never> {
  if (unheard === 'silence') return new Promise(() => {});
  throw grpcError(status.UNAVAILABLE, 'The connection was lost.');
}
