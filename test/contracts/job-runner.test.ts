import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { localJobRunner } from '#shared/adapters/local/job-runner.ts';
import { eventually } from './eventually.ts';
import { job, keepsTheContract } from './job-runner.contract.ts';
import { running } from './processes/running.ts';
import { temporaryFolder } from './temporary-folder.ts';

const program = (name: string) => fileURLToPath(new URL(`processes/${name}`, import.meta.url));
const worker = [process.execPath, program('worker.ts')] as const;

keepsTheContract('embedded', async () => {
  const { open, close } = machine();
  return { runner: open(), another: async () => open(), close };
});

test('an execution has the environment it is given and nothing of the bot’s', async () => {
  const { open, folder } = machine();
  const execution = await open({ env: { PATH: '/usr/bin', LANG: 'C.UTF-8' } }).start(job('tells'));
  const [said] = await saidBy(folder, execution, 1);
  expect(said).toEqual({
    env: {
      PATH: '/usr/bin',
      LANG: 'C.UTF-8',
      BELLHOP_EXECUTION: execution,
      BELLHOP_TASK: job('').task,
      BELLHOP_ATTEMPT: '1',
      BELLHOP_CAPABILITY: 'tells',
      BELLHOP_SCRATCH: join(folder, 'scratch'),
    },
    cwd: '/',
  });
});

test('what an execution that was killed left behind is taken away when the next one starts, and nobody else’s', async () => {
  const { open, folder } = machine();
  const runner = open({ graceMs: 0 });
  const [killed, running] = [await runner.start(job('stays')), await runner.start(job('stays'))];
  for (const execution of [killed, running]) {
    mkdirSync(join(folder, 'scratch', execution, 'workspace'), { recursive: true });
    writeFileSync(join(folder, 'scratch', execution, 'workspace', 'big'), 'x');
  }
  await runner.stop(killed);
  await runner.start(job('stays'));
  expect(readdirSync(join(folder, 'scratch'))).toEqual([running]);
});

test('an execution leads a group and a session of its own', async () => {
  const { open, folder } = machine();
  const { pid } = leaderOf(folder, await open().start(job('stays')));
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const [, , group, session] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  expect([group, session]).toEqual([pid, pid]);
});

test('an execution that is stopped may end by itself first', async () => {
  const { open, folder } = machine();
  const runner = open();
  const execution = await runner.start(job('ends well when asked'));
  await saidBy(folder, execution, 1);
  await runner.stop(execution);
  expect(await saidBy(folder, execution, 2)).toContainEqual({ endedWell: true });
});

test('what will not end is killed with all it started, also what left its group', async () => {
  const { open, folder } = machine();
  const runner = open({ graceMs: 50 });
  const execution = await runner.start(job('will not end, nor will its children'));
  const children = (await saidBy(folder, execution, 2)).map((said) => Number(said.ready));
  expect(children.filter(isAlive)).toHaveLength(2);
  await runner.stop(execution);
  expect(children.filter(isAlive)).toEqual([]);
  expect(await runner.state(execution)).toBe('gone');
});

test('an execution is not gone while a child it left behind runs', async () => {
  const { open, folder } = machine();
  const runner = open();
  const execution = await runner.start(job('leaves a child behind'));
  const [said] = await saidBy(folder, execution, 1);
  const leader = leaderOf(folder, execution).pid;
  await eventually(() => expect(isAlive(leader)).toBe(false));
  expect(await runner.state(execution)).toBe('running');
  await runner.stop(execution);
  expect(isAlive(Number(said?.ready))).toBe(false);
});

test('an execution outlives the bot that started it, and ends when the next one says so', async () => {
  const { open, folder } = machine();
  const [execution = ''] = await running('bot.ts', folder, program('worker.ts'), 'stays').killedAfter(1);
  const next = open();
  expect(await next.state(execution)).toBe('running');
  await next.stop(execution);
  expect(await next.state(execution)).toBe('gone');
});

test('an execution that nobody buried counts as gone', async () => {
  const { open, folder } = machine();
  const bot = running('bot.ts', folder, program('worker.ts'), 'stays');
  await eventually(() => expect(bot.lines()).toHaveLength(1));
  const [execution = ''] = bot.lines();
  const { pid } = leaderOf(folder, execution);
  process.kill(pid, 'SIGKILL');
  await eventually(async () => expect(await open().state(execution)).toBe('gone'));
  expect(readFileSync(`/proc/${pid}/stat`, 'utf8')).toMatch(/\) Z /);
  await open().stop(execution);
});

test('a bot that died before it noted down the process still leaves it to be found and stopped', async () => {
  const { open, folder } = machine();
  const execution = await open().start(job('stays'));
  const { pid } = leaderOf(folder, execution);
  writeFileSync(join(folder, `${execution}.json`), '{}');
  const next = open();
  expect(await next.state(execution)).toBe('running');
  await next.stop(execution);
  expect(isAlive(pid)).toBe(false);
});

test('a process that was given the number of an ended one is neither taken for it nor stopped', async () => {
  const { open, folder } = machine();
  const runner = open();
  const execution = await runner.start(job('ends'));
  await eventually(async () => expect(await runner.state(execution)).toBe('gone'));
  const stranger = await runner.start(job('stays'));
  const { pid } = leaderOf(folder, stranger);
  const leader = { pid, startedAt: leaderOf(folder, execution).startedAt };
  writeFileSync(join(folder, `${execution}.json`), JSON.stringify({ leader }));
  expect(await runner.state(execution)).toBe('gone');
  await runner.stop(execution);
  expect(isAlive(pid)).toBe(true);
});

test('a program that is not there is told in words', async () => {
  const { open } = machine();
  await expect(open({ command: ['/nowhere/worker'] }).start(job('stays'))).rejects.toMatchObject({
    code: 'worker_not_started',
    whose: 'service',
    remedy: expect.stringContaining('/nowhere/worker'),
  });
});

test('notes and output of ended executions are kept up to a number, those of running ones always', async () => {
  const { open, folder } = machine();
  const runner = open({ keep: 3 });
  const oldest = await runner.start(job('stays'));
  for (let index = 0; index < 6; index += 1) {
    const execution = await runner.start(job('ends'));
    await eventually(async () => expect(await runner.state(execution)).toBe('gone'));
  }
  expect(await runner.state(oldest)).toBe('running');
  // One was added since they were last counted.
  expect(readdirSync(folder).filter((file) => file.endsWith('.log')).length).toBeLessThanOrEqual(3 + 1 + 1);
  expect(existsSync(join(folder, `${oldest}.log`))).toBe(true);
  await runner.stop(oldest);
});

test('the self-test of the worker is asked once a minute', async () => {
  const { open, folder } = machine();
  const asked = join(folder, 'asked');
  let now = 0;
  const command = [process.execPath, program('probe.ts'), asked, '{"sandbox":"bubblewrap"}'] as const;
  const runner = open({ command, now: () => now });
  expect(await Promise.all([runner.isolation(), runner.isolation()])).toEqual(Array(2).fill({ sandbox: 'bubblewrap' }));
  now = 59_999;
  await runner.isolation();
  expect(readFileSync(asked, 'utf8')).toBe('--probe\n');
  now = 60_000;
  await runner.isolation();
  expect(readFileSync(asked, 'utf8')).toBe('--probe\n--probe\n');
});

test.for([
  ['says why', '{"sandbox":"none","why":"bubblewrap is not installed"}', /^bubblewrap is not installed$/],
  ['prints something else', '{"sandbox":"docker"}', /printed something else/],
  ['prints no JSON', 'fine', /printed something else/],
  ['fails', 'fails', /gave no answer/],
] as const)('a self-test that %s is no isolation, with its reason', async ([, answer, why]) => {
  const { open, folder } = machine();
  const command = [process.execPath, program('probe.ts'), join(folder, 'asked'), answer] as const;
  expect(await open({ command }).isolation()).toEqual({ sandbox: 'none', why: expect.stringMatching(why) });
});

test('a worker that cannot even be started has no isolation, and that is the reason', async () => {
  const { open } = machine();
  const why = expect.stringContaining('ENOENT');
  expect(await open({ command: ['/nowhere/worker'] }).isolation()).toEqual({ sandbox: 'none', why });
});

/** A folder of executions, all of which are ended when the test is over. */
function machine() {
  const folder = temporaryFolder();
  const open = (options: Partial<Parameters<typeof localJobRunner>[0]> = {}) =>
    localJobRunner({ folder, scratch: join(folder, 'scratch'), command: worker, env: {}, graceMs: 500, ...options });
  async function close(): Promise<void> {
    const noted = readdirSync(folder).filter((file) => file.endsWith('.json'));
    await Promise.all(noted.map((file) => open({ graceMs: 0 }).stop(file.slice(0, -'.json'.length))));
  }
  onTestFinished(close);
  return { folder, open, close };
}

/** What an execution printed, once it has printed so many lines. */
async function saidBy(folder: string, execution: string, lines: number): Promise<readonly Record<string, unknown>[]> {
  const read = () =>
    readFileSync(join(folder, `${execution}.log`), 'utf8')
      .split('\n')
      .slice(0, -1);
  await eventually(() => expect(read()).toHaveLength(lines));
  return read().map((line) => JSON.parse(line));
}

function leaderOf(folder: string, execution: string): { pid: number; startedAt: string } {
  return JSON.parse(readFileSync(join(folder, `${execution}.json`), 'utf8')).leader;
}

function isAlive(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    // There is no process of this number any more.
    return false;
  }
}
