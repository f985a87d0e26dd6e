import type { Execution } from './cloud-run/execution.ts';
import { executionAnswers } from './cloud-run/executions.ts';
import { createFaults, type Faults, type Refusable } from './cloud-run/faults.ts';
import { jobAnswers } from './cloud-run/jobs.ts';
import { operationAnswers } from './cloud-run/operations.ts';
import { createRegister, type Job } from './cloud-run/register.ts';
import { type Answers, grpcError, protosOf, serveGrpc } from './grpc.ts';

type Options = Omit<Job, keyof typeof USUAL> & Partial<Pick<Job, keyof typeof USUAL>>;

/** Cloud Run as far as jobs go: executions are processes of this machine, each in a session of its own. */
export interface CloudRun {
  readonly port: number;
  /** What Google's clients have to be made with to come here. */
  readonly clientOptions: Awaited<ReturnType<typeof serveGrpc>>['clientOptions'];
  readonly faults: Faults;
  /** Newest first. */
  executions(): readonly Execution[];
  /** By its short name. */
  execution(name: string): Execution;
  /** Ends everything it has started. */
  close(): Promise<void>;
}

/** What a job has by itself. */
const USUAL = { timeoutMs: 600_000, graceMs: 10_000, generation: 'EXECUTION_ENVIRONMENT_GEN2' } as const;

export async function startCloudRun(options: Options): Promise<CloudRun> {
  const register = createRegister({ ...USUAL, ...options });
  const faults = createFaults();
  const refusable = (answers: Answers) => withRefusals(answers, faults);
  const { close, ...address } = await serveGrpc(protosOf('@google-cloud/run', FILES), {
    'google.cloud.run.v2.Jobs': refusable(jobAnswers(register, faults)),
    'google.cloud.run.v2.Executions': refusable(executionAnswers(register)),
    'google.longrunning.Operations': operationAnswers(register),
  });
  return {
    ...{ ...address, faults, executions: register.all },
    execution: (name) => {
      const found = register.all().find((execution) => execution.name === name);
      if (!found) throw new Error(`there is no execution ${name}`);
      return found;
    },
    close: async () => {
      await close();
      for (const execution of register.all()) execution.kill();
      await Promise.all(register.all().map(({ ended }) => ended));
    },
  };
}

const FILES = ['google/cloud/run/v2/job.proto', 'google/cloud/run/v2/execution.proto'];

function withRefusals(answers: Answers, faults: ReturnType<typeof createFaults>): Answers {
  const guarded = Object.entries(answers).map(([name, answer]) => [
    name,
    (request: never) => {
      const refusal = faults.nextRefusal(name as Refusable);
      if (refusal) throw grpcError(refusal.code, refusal.words);
      return answer(request);
    },
  ]);
  return Object.fromEntries(guarded);
}
