import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { COMPILE_CACHE } from '#deploy/local/compile-cache.ts';
import { taskIdOf } from '#shared/task/task.ts';
import { openStack, type StackName } from '../stacks/open.ts';
import { type Figure, figure, median, nameOn, residentMiB } from './measure.ts';
import { withPlayground } from './with-playground.ts';

const RUNS = 5;
const WORKER = fileURLToPath(import.meta.resolve('#worker/main.ts'));

/** From a process's start until a bot hears its Slack, and until a worker asks for its task; and what both hold by then. */
export async function start(stackName: StackName): Promise<readonly Figure[]> {
  const [bots, workers] = [await botStarts(stackName), await workerStarts(stackName)];
  const named = (name: string) => nameOn(stackName, name);
  return [
    figure(named('start.bot'), median(bots.map(({ tookMs }) => tookMs)), 'ms'),
    figure(named('start.bot_memory'), median(bots.map(({ mib }) => mib)), 'MiB'),
    figure(named('start.worker'), median(workers.map(({ tookMs }) => tookMs)), 'ms'),
    figure(named('start.worker_memory'), median(workers.map(({ mib }) => mib)), 'MiB'),
  ];
}

interface Started {
  readonly tookMs: number;
  readonly mib: number;
}

async function botStarts(stackName: StackName): Promise<readonly Started[]> {
  return withPlayground({ stack: await openStack(stackName) }, async ({ bot }) => {
    const starts: Started[] = [];
    for (let run = 0; run < RUNS; run++) {
      await bot.stop();
      const startedAt = performance.now();
      await bot.start();
      starts.push({ tookMs: performance.now() - startedAt, mib: residentMiB(bot.pid) });
    }
    return starts;
  });
}

/** With a bot that listens, and gives nothing to do. */
async function workerStarts(stackName: StackName): Promise<readonly Started[]> {
  let asked = Promise.withResolvers<void>();
  const server = createServer((_, response) => {
    asked.resolve();
    // Answered once the worker's memory was looked at.
    setTimeout(() => response.writeHead(409).end(), 200);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const env = workerEnv(stackName, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const starts: Started[] = [];
  // The first one fills the compile cache, and does not count.
  for (let run = 0; run <= RUNS; run++) {
    asked = Promise.withResolvers();
    const startedAt = performance.now();
    const worker = spawn(process.execPath, [WORKER], { env, stdio: 'ignore' });
    const ended = once(worker, 'exit');
    await asked.promise;
    if (run > 0) starts.push({ tookMs: performance.now() - startedAt, mib: residentMiB(worker.pid) });
    await ended;
  }
  server.close();
  return starts;
}

function workerEnv(stackName: StackName, botUrl: string): Readonly<Record<string, string>> {
  return {
    PATH: process.env.PATH ?? '',
    NODE_COMPILE_CACHE: COMPILE_CACHE,
    METADATA_SERVER_DETECTION: 'none',
    BELLHOP_BOT_URL: botUrl,
    BELLHOP_EXECUTION: 'one of a bench',
    BELLHOP_CAPABILITY: 'nobody looks',
    BELLHOP_TASK: taskIdOf('a bench'),
    BELLHOP_ATTEMPT: '1',
    BELLHOP_SCRATCH: tmpdir(),
    ...(stackName === 'embedded'
      ? { BELLHOP_EVENTS: tmpdir() }
      : { BELLHOP_EVENTS_TOPIC: 'projects/demo/topics/none' }),
  };
}
