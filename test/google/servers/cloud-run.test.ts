import type { protos } from '@google-cloud/run';
import { status } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import { processOf } from '#shared/adapters/local/job-runner/processes.ts';
import { eventually } from '../../contracts/eventually.ts';
import { JOB, openCloudRun } from '../../contracts/google/cloud-run.ts';

type Message = protos.google.cloud.run.v2.IExecution;

/** Cloud Run, and what anybody can do there with Google's own clients. */
async function openClients(server: Parameters<typeof openCloudRun>[0] = {}) {
  const cloud = await openCloudRun(server);
  const clients = cloud.clientsForOne();
  return {
    cloud,
    ...clients,
    run: async (wish: string) => {
      const env = [{ name: 'BELLHOP_CAPABILITY', value: wish }];
      const [operation] = await clients.jobs.runJob({ name: JOB, overrides: { containerOverrides: [{ env }] } });
      const { name } = operation.metadata as Message;
      return { name: name ?? '', operation, execution: cloud.execution(name?.split('/').at(-1) ?? '') };
    },
    message: async (name: string): Promise<Message> => (await clients.executions.getExecution({ name }))[0],
  };
}

test('an operation is over when its execution is, and can be taken up by its name alone', async () => {
  const { cloud, jobs, run } = await openClients();
  const { operation, execution, name } = await run('ends well when asked');
  expect((await jobs.checkRunJobProgress(operation.name ?? '')).done).toBe(false);
  await eventually(() => expect(cloud.printed(execution.name)).toHaveLength(1));
  execution.evict();
  await execution.ended;
  const progress = await jobs.checkRunJobProgress(operation.name ?? '');
  expect([progress.done, (progress.result as Message).name]).toEqual([true, name]);
});

test.for([
  ['ends', 'CONDITION_SUCCEEDED', undefined, 'succeededCount'],
  ['fails', 'CONDITION_FAILED', 'NON_ZERO_EXIT_CODE', 'failedCount'],
] as const)('an execution that %s says so', async ([wish, state, executionReason, count]) => {
  const { run, message } = await openClients({ command: [process.execPath, '-e', EXITS] });
  const { name, execution } = await run(wish);
  await execution.ended;
  const said = await message(name);
  expect(said.conditions?.[0]).toMatchObject({ type: 'Completed', state, ...(executionReason && { executionReason }) });
  expect(said).toMatchObject({ [count]: 1, runningCount: 0, completionTime: expect.anything() });
});

const EXITS = `process.exit(process.env.BELLHOP_CAPABILITY === 'fails' ? 3 : 0)`;

test('a program that is not there is an execution that failed', async () => {
  const { run } = await openClients({ command: ['/nowhere/worker'] });
  const { execution } = await run('stays');
  await execution.ended;
  expect(execution.state()).toMatchObject({ is: 'ended', how: 'failed' });
});

test('an execution that is cancelled is being cancelled until its container is gone', async () => {
  const { cloud, executions, run, message } = await openClients({ graceMs: 1_000 });
  const { name, execution } = await run('will not end, nor will its children');
  await eventually(() => expect(cloud.printed(execution.name)).toHaveLength(2));
  await executions.cancelExecution({ name });
  const between = await message(name);
  expect([between.conditions?.[0]?.executionReason, between.completionTime]).toEqual(['CANCELLING', null]);
  await execution.ended;
  expect((await message(name)).conditions?.[0]?.executionReason).toBe('CANCELLED');
  await expect(executions.cancelExecution({ name })).rejects.toMatchObject({ code: status.FAILED_PRECONDITION });
});

test('what will not end in its ten seconds is killed with all it started', async () => {
  const { cloud, run } = await openClients({ graceMs: 200 });
  const { execution } = await run('will not end, nor will its children');
  await eventually(() => expect(cloud.printed(execution.name)).toHaveLength(2));
  execution.evict();
  await execution.ended;
  expect(execution.state()).toMatchObject({ how: 'failed' });
  for (const { ready } of cloud.printed(execution.name)) expect(processOf(Number(ready))?.ended ?? true).toBe(true);
});

test('a container ends with its program, and what that left behind with it', async () => {
  const { cloud, run } = await openClients();
  const { execution } = await run('leaves a child behind');
  await execution.ended;
  expect(execution.state()).toMatchObject({ how: 'succeeded' });
  expect(processOf(Number(cloud.printed(execution.name)[0]?.ready))?.ended ?? true).toBe(true);
});

test('executions are listed newest first, page after page, with what they were started with', async () => {
  const { cloud, executions, run } = await openClients();
  cloud.faults.runs({ startsAfterMs: Number.POSITIVE_INFINITY });
  const names: string[] = [];
  for (const wish of ['first', 'second', 'third']) names.unshift((await run(wish)).name);
  const [listed] = await executions.listExecutions({ parent: JOB });
  expect(listed.map(({ name }) => name)).toEqual(names);
  expect(listed[0]?.template?.containers?.[0]?.env).toMatchObject([{ name: 'BELLHOP_CAPABILITY', value: 'third' }]);
  const single = { autoPaginate: false };
  const [page, next] = await executions.listExecutions({ parent: JOB, pageSize: 2 }, single);
  await run('fourth');
  const [rest, end] = await executions.listExecutions(next ?? {}, single);
  expect([...page, ...rest].map(({ name }) => name)).toEqual(names);
  expect(end).toBeNull();
});

test.for([
  ['a name that is reserved', { env: [{ name: 'CLOUD_RUN_JOB', value: 'mine' }] }],
  ['a name that is none', { env: [{ name: 'A=B', value: '' }] }],
  ['a value that is too long', { env: [{ name: 'A', value: 'é'.repeat(16_385) }] }],
] as const)('a variable with %s is refused', async ([, { env }]) => {
  const { cloud, jobs } = await openClients();
  const overrides = { containerOverrides: [{ env: [...env] }] };
  await expect(jobs.runJob({ name: JOB, overrides })).rejects.toMatchObject({ code: status.INVALID_ARGUMENT });
  expect(cloud.executions()).toEqual([]);
});

test('closing ends everything, also what stands still', async () => {
  const { cloud, run } = await openClients({ graceMs: 60_000 });
  const { execution } = await run('ends well when asked');
  await eventually(() => expect(cloud.printed(execution.name)).toHaveLength(1));
  execution.signal('SIGSTOP');
  await cloud.close();
  expect(execution.state()).toMatchObject({ is: 'ended', how: 'cancelled' });
});
