import { readdirSync, readFileSync } from 'node:fs';
import type { SeenMessage } from '#deploy/local/slack/person/protocol.ts';
import type { Stage } from '../scenarios/stage.ts';
import { type Boundary, saidIn } from './boundaries.ts';

export const VICTIMS = ['worker', 'bot'] as const;
export type Victim = (typeof VICTIMS)[number];

/** Asks, kills one process at the boundary, and gives the card once everything has ended. */
export async function killAt(stage: Stage, request: string, victim: Victim, boundary: Boundary): Promise<SeenMessage> {
  const card = await stage.ask(request);
  const { id } = await stage.taskOf(card);
  while (!boundary.isReached(saidIn(await stage.published(id, 1)))) {
    if (!(await stage.isLive(card))) break;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  if (victim === 'worker') killWorkersOf(id);
  else {
    await stage.bot.kill();
    await stage.bot.start();
  }
  await stage.end(card);
  return card;
}

/** SIGKILL to the worker process alone, as the kernel would when memory runs out; what it started has to end by itself. */
function killWorkersOf(task: string): number {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && isWorkerOf(name, task));
  for (const pid of pids) {
    try {
      process.kill(Number(pid), 'SIGKILL');
    } catch {
      // It ended by itself between the look and the kill: this trial then shows the way without one.
    }
  }
  return pids.length;
}

function isWorkerOf(pid: string, task: string): boolean {
  try {
    const isWorker = readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('worker/main.ts');
    return isWorker && readFileSync(`/proc/${pid}/environ`, 'latin1').includes(`BELLHOP_TASK=${task}\0`);
  } catch {
    // Gone, or not ours to look at.
    return false;
  }
}
