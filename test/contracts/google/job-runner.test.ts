import { status } from '@grpc/grpc-js';
import { describe, expect, test } from 'vitest';
import { processOf } from '#shared/adapters/local/job-runner/processes.ts';
import { TaskError } from '#shared/task/failure.ts';
import { eventually } from '../eventually.ts';
import { job, keepsTheContract } from '../job-runner.contract.ts';
import { JOB, openCloudRun } from './cloud-run.ts';

keepsTheContract('cloud-run', async () => {
  const { open, close } = await openCloudRun();
  return { runner: open(), another: async () => open(), close };
});

const namesOf = (cloud: { executions(): readonly { name: string }[] }) => cloud.executions().map(({ name }) => name);

test('an execution has the environment it is given, what Cloud Run tells it, and nothing of the bot’s', async () => {
  const { open, printed } = await openCloudRun({ env: { PATH: '/usr/bin' } });
  const execution = await open({ env: { BELLHOP_BOT_URL: 'https://bot.test' } }).start(job('tells', 2));
  await eventually(() => expect(printed(execution)).toHaveLength(1));
  expect(printed(execution)[0]?.env).toEqual({
    PATH: '/usr/bin',
    BELLHOP_BOT_URL: 'https://bot.test',
    BELLHOP_TASK: job('').task,
    BELLHOP_ATTEMPT: '2',
    BELLHOP_CAPABILITY: 'tells',
    BELLHOP_START: expect.stringMatching(/^[0-9a-f-]{36}$/),
    CLOUD_RUN_JOB: 'bellhop-worker',
    CLOUD_RUN_EXECUTION: execution,
    CLOUD_RUN_TASK_INDEX: '0',
    CLOUD_RUN_TASK_COUNT: '1',
    CLOUD_RUN_TASK_ATTEMPT: '0',
  });
});

test('an execution ends when the time it was given is over', async () => {
  const cloud = await openCloudRun();
  const runner = cloud.open({ timeoutMs: 1_000 });
  const execution = await runner.start(job('stays'));
  await eventually(async () => expect(await runner.state(execution)).toBe('gone'));
  expect(cloud.execution(execution).state()).toMatchObject({ how: 'timed out' });
});

describe('a start whose answer is lost', () => {
  test.for(['silence', 'broken connection'] as const)('to %s gives the execution that came of it', async (unheard) => {
    const cloud = await openCloudRun();
    cloud.faults.runs({ unheard, listedAfterMs: 500 }, 1);
    const execution = await cloud.open({ answerMs: 500 }).start(job('stays'));
    expect(namesOf(cloud)).toEqual([execution]);
  });

  test('gives its own execution, and no other of the same attempt', async () => {
    const cloud = await openCloudRun();
    cloud.faults.runs({ unheard: 'broken connection' });
    const runner = cloud.open();
    const executions = await Promise.all([1, 2, 3].map(() => runner.start(job('stays'))));
    expect([...executions].sort()).toEqual([...namesOf(cloud)].sort());
  });

  test('because nothing was started is tried again by whoever asked', async () => {
    const cloud = await openCloudRun();
    cloud.faults.runs({ executions: 0, unheard: 'broken connection' }, 1);
    const runner = cloud.open({ lookMs: 200 });
    await expect(runner.start(job('stays'))).rejects.toMatchObject({ code: 'start_unheard', whose: 'transient' });
    expect(await runner.find(job(''))).toEqual([]);
    const execution = await runner.start(job('stays'));
    expect(namesOf(cloud)).toEqual([execution]);
  });

  test('for so long that it is given up is found later, and stopped', async () => {
    const cloud = await openCloudRun();
    cloud.faults.runs({ unheard: 'silence', listedAfterMs: 3_000 }, 1);
    const runner = cloud.open({ answerMs: 200, lookMs: 200 });
    await expect(runner.start(job('stays'))).rejects.toMatchObject({ code: 'start_unheard' });
    await eventually(async () => expect(await runner.find(job(''))).toEqual(namesOf(cloud)));
    for (const execution of await runner.find(job(''))) await runner.stop(execution);
    expect(cloud.executions().map((execution) => execution.state().is)).toEqual(['ended']);
  });
});

test('what was started twice is found, both of it, and stopped', async () => {
  const cloud = await openCloudRun();
  cloud.faults.runs({ executions: 2 }, 1);
  const runner = cloud.open();
  const execution = await runner.start(job('stays'));
  const found = await runner.find(job(''));
  expect(found).toContain(execution);
  expect([...found].sort()).toEqual([...namesOf(cloud)].sort());
  await Promise.all(found.map((name) => runner.stop(name)));
  expect(await Promise.all(found.map((name) => runner.state(name)))).toEqual(['gone', 'gone']);
});

test('an execution is found behind many younger ones, but not among those of yesterday', async () => {
  const cloud = await openCloudRun();
  const runner = cloud.open();
  const execution = await runner.start(job('stays'));
  cloud.faults.runs({ executions: 250, startsAfterMs: Number.POSITIVE_INFINITY }, 1);
  await runner.start(job('stays', 2));
  expect(await runner.find(job(''))).toEqual([execution]);
  expect(await cloud.open({ now: () => Date.now() + 46 * 60_000 }).find(job(''))).toEqual([]);
});

describe('a start that is refused', () => {
  test.for([
    ['NOT_FOUND', 'job_not_found', 'service', `deploy the job ${JOB}`],
    ['PERMISSION_DENIED', 'job_not_permitted', 'service', 'run.jobs.runWithOverrides'],
    ['UNAUTHENTICATED', 'job_not_permitted', 'service', 'service account'],
    ['RESOURCE_EXHAUSTED', 'job_quota_exhausted', 'transient', 'limits.running'],
    ['INVALID_ARGUMENT', 'job_refused', 'service', '32 KiB'],
    ['FAILED_PRECONDITION', 'job_refused', 'service', 'last deployment'],
    ['ABORTED', 'cloud_run_away', 'transient', 'tried again'],
  ] as const)('with %s says so in words, and starts nothing', async ([code, said, whose, remedy]) => {
    const cloud = await openCloudRun();
    cloud.faults.runs({ refused: { code: status[code], words: 'Because.' } }, 1);
    await expect(cloud.open().start(job('stays'))).rejects.toMatchObject({
      code: said,
      whose,
      message: expect.stringContaining('Because.'),
      remedy: expect.stringContaining(remedy),
    });
    expect(cloud.executions()).toEqual([]);
  });

  test('does not tell the capability on, whatever Cloud Run quotes', async () => {
    const cloud = await openCloudRun();
    const words = 'Invalid value of BELLHOP_CAPABILITY: the-capability is odd.';
    cloud.faults.runs({ refused: { code: status.INVALID_ARGUMENT, words } }, 1);
    const refusal = await cloud
      .open()
      .start(job('the-capability'))
      .catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(TaskError);
    const { message, remedy, stack, cause } = refusal as TaskError;
    expect(message).toContain('BELLHOP_CAPABILITY');
    expect(JSON.stringify([message, remedy, stack, cause])).not.toContain('the-capability');
  });

  test('because a setting is too long names the setting', async () => {
    const { open } = await openCloudRun();
    const runner = open({ env: { BELLHOP_CASSETTES: 'x'.repeat(32_769) } });
    await expect(runner.start(job('stays'))).rejects.toMatchObject({
      code: 'job_refused',
      message: expect.stringContaining('BELLHOP_CASSETTES'),
    });
  });

  test('because there is no such job names the job', async () => {
    const { open } = await openCloudRun();
    const runner = open({ job: `${JOB}-2` });
    const refusal = { code: 'job_not_found', remedy: expect.stringContaining(`${JOB}-2`) };
    await expect(runner.start(job('stays'))).rejects.toMatchObject(refusal);
    await expect(runner.find(job(''))).rejects.toMatchObject(refusal);
    await expect(runner.isolation()).rejects.toMatchObject(refusal);
    expect(await runner.state('bellhop-worker-00000')).toBe('gone');
  });
});

describe('a stop', () => {
  test('lets an execution end by itself first', async () => {
    const { open, printed } = await openCloudRun();
    const runner = open();
    const execution = await runner.start(job('ends well when asked'));
    await eventually(() => expect(printed(execution)).toHaveLength(1));
    await runner.stop(execution);
    expect(printed(execution)).toContainEqual({ endedWell: true });
  });

  test('takes until Cloud Run has killed what would not end, and its children', async () => {
    const cloud = await openCloudRun();
    const runner = cloud.open();
    const execution = await runner.start(job('will not end, nor will its children'));
    await eventually(() => expect(cloud.printed(execution)).toHaveLength(2));
    const children = cloud.printed(execution).map(({ ready }) => Number(ready));
    await runner.stop(execution);
    expect(cloud.execution(execution).state()).toMatchObject({ is: 'ended', how: 'cancelled' });
    for (const child of children) expect(processOf(child)?.ended ?? true).toBe(true);
  });

  test('that takes too long is told, with what to do', async () => {
    const cloud = await openCloudRun({ graceMs: 60_000 });
    const runner = cloud.open({ stopMs: 300 });
    const execution = await runner.start(job('will not end, nor will its children'));
    await eventually(() => expect(cloud.printed(execution)).toHaveLength(2));
    await expect(runner.stop(execution)).rejects.toMatchObject({
      code: 'execution_not_stopped',
      remedy: expect.stringContaining(JOB),
    });
    expect(await runner.state(execution)).toBe('running');
  });

  test('reaches an execution that has no container yet', async () => {
    const cloud = await openCloudRun();
    cloud.faults.runs({ startsAfterMs: Number.POSITIVE_INFINITY }, 1);
    const runner = cloud.open();
    const execution = await runner.start(job('stays'));
    expect(await runner.state(execution)).toBe('running');
    await runner.stop(execution);
    expect(cloud.execution(execution).state()).toEqual({ is: 'ended', how: 'cancelled', endedAt: expect.any(Number) });
  });

  test('is not given up because Cloud Run is away for a moment', async () => {
    const cloud = await openCloudRun();
    const runner = cloud.open();
    const execution = await runner.start(job('stays'));
    for (const call of ['cancelExecution', 'getExecution'] as const)
      cloud.faults.refuses(call, { code: status.UNAVAILABLE, words: 'Away.' }, 2);
    await runner.stop(execution);
    expect(await runner.state(execution)).toBe('gone');
  });

  test('that is not permitted says so, and the execution is not called gone', async () => {
    const cloud = await openCloudRun();
    const runner = cloud.open();
    const execution = await runner.start(job('stays'));
    const refusal = { code: status.PERMISSION_DENIED, words: 'No.' };
    for (const call of ['cancelExecution', 'getExecution'] as const) cloud.faults.refuses(call, refusal);
    await expect(runner.stop(execution)).rejects.toMatchObject({ code: 'job_not_permitted' });
    await expect(runner.state(execution)).rejects.toMatchObject({ code: 'job_not_permitted' });
  });
});

test('a job of the first generation is no sandbox, and that is the reason', async () => {
  const { open } = await openCloudRun({ generation: 'EXECUTION_ENVIRONMENT_GEN1' });
  expect(await open().isolation()).toEqual({ sandbox: 'none', why: expect.stringContaining('first-generation') });
});

test('a job that cannot be looked at for a moment is looked at again, and refused only when that is not permitted', async () => {
  const cloud = await openCloudRun();
  cloud.faults.refuses('getJob', { code: status.UNAVAILABLE, words: 'Away.' }, 1);
  expect(await cloud.open().isolation()).toEqual({ sandbox: 'bubblewrap' });
  cloud.faults.refuses('getJob', { code: status.PERMISSION_DENIED, words: 'No.' }, 1);
  await expect(cloud.open().isolation()).rejects.toMatchObject({ code: 'job_not_permitted', whose: 'service' });
});

test.for(['../../other/executions/worker-abcde', 'a/b', 'worker\nabcde', 'wörker', 'Worker', 'x'.repeat(64), '-', '*'])(
  'nobody is asked after an execution called %j, which cannot be one',
  async (name) => {
    const cloud = await openCloudRun();
    const asked = { code: status.INTERNAL, words: 'Somebody asked.' };
    for (const call of ['cancelExecution', 'getExecution'] as const) cloud.faults.refuses(call, asked);
    const runner = cloud.open();
    expect(await runner.state(name)).toBe('gone');
    await runner.stop(name);
  },
);
