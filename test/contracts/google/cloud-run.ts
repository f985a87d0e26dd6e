import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ExecutionsClient, JobsClient } from '@google-cloud/run';
import { onTestFinished } from 'vitest';
import { cloudRunJobs } from '#shared/adapters/google/job-runner.ts';
import { startCloudRun } from '../../google/servers/cloud-run.ts';
import { temporaryFolder } from '../temporary-folder.ts';

export const JOB = 'projects/demo/locations/europe-west1/jobs/bellhop-worker';
const WORKER = fileURLToPath(new URL('../processes/worker.ts', import.meta.url));

type Server = Partial<Parameters<typeof startCloudRun>[0]>;
type Adapter = Partial<Parameters<typeof cloudRunJobs>[0]>;

/** Cloud Run with one job, for one test. Its executions do what their capability says, unless it is told otherwise. */
export async function openCloudRun(server: Server = {}) {
  const folder = join(temporaryFolder(), 'containers');
  mkdirSync(folder);
  const cloud = await startCloudRun({
    ...{ name: JOB, folder, command: [process.execPath, WORKER], env: { PATH: process.env.PATH ?? '' }, graceMs: 500 },
    ...server,
  });
  const clients: (JobsClient | ExecutionsClient)[] = [];

  function clientsForOne() {
    const opened = { jobs: new JobsClient(cloud.clientOptions), executions: new ExecutionsClient(cloud.clientOptions) };
    clients.push(opened.jobs, opened.executions);
    return opened;
  }
  async function close(): Promise<void> {
    await Promise.all(clients.splice(0).map((client) => client.close()));
    await cloud.close();
  }
  onTestFinished(close);
  return {
    ...{ ...cloud, close, clientsForOne },
    open: (options: Adapter = {}) =>
      cloudRunJobs({ ...clientsForOne(), job: JOB, env: {}, answerMs: 2_000, lookMs: 5_000, ...options }),
    /** What an execution printed. */
    printed: (execution: string): readonly Record<string, unknown>[] =>
      readFileSync(join(folder, `${execution}.log`), 'utf8')
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line)),
  };
}
