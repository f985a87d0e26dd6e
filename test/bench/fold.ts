import { createRecorder } from '#bot/events/record.ts';
import type { TaskStore } from '#shared/ports.ts';
import type { BotFact, WorkerEvent } from '#shared/task/events.ts';
import { advance } from '#shared/task/lifecycle.ts';
import type { Task } from '#shared/task/task.ts';
import { aTask, bot, worker } from '../shared/task/samples.ts';
import { firestoreGround } from './fold/firestore.ts';
import type { Ground } from './fold/ground.ts';
import { sqliteGround } from './fold/sqlite.ts';
import { type Figure, figure, median } from './measure.ts';
import { emulatorOrWhy } from './on-firestore.ts';

const ROUNDS = 4;
const AIM = 0.7;

/** As a quiet attempt publishes, and as a busy one's events pile up while a commit is under way. */
const SHAPES = [
  { name: 'single', runLength: 1, runs: 150 },
  { name: 'run_of_20', runLength: 20, runs: 60 },
] as const;
type Shape = (typeof SHAPES)[number];

/** Events folded a second, from a recorder's `fold` to the durable commit, against the bare client doing the same writes. */
export async function fold(): Promise<readonly Figure[]> {
  const figures = await onGround('embedded', sqliteGround());
  const emulator = await emulatorOrWhy('fold.firestore');
  if (!emulator) return figures;
  try {
    return [...figures, ...(await onGround('firestore', firestoreGround(emulator.host)))];
  } finally {
    await emulator.kill();
  }
}

async function onGround(stack: string, ground: Ground): Promise<readonly Figure[]> {
  try {
    const figures: Figure[] = [];
    for (const shape of SHAPES) figures.push(...(await inShape(`fold.${stack}.${shape.name}`, shape, ground)));
    return figures;
  } finally {
    await ground.close();
  }
}

async function inShape(name: string, shape: Shape, ground: Ground): Promise<readonly Figure[]> {
  const recorded = claimed('recorded', shape.name);
  const writes = await ground.record(async (store) => {
    for (const act of await folding(store, recorded, shape)) await act();
  });
  const took = { ours: [] as number[], bare: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    const ours = await folding(ground.store, claimed(`ours ${round}`, shape.name), shape);
    const bare = await ground.replay(writes, recorded, claimed(`bare ${round}`, shape.name));
    // In turn, one commit each: a busy machine is busy for both.
    for (const [place, act] of ours.entries()) {
      took.ours.push(await timed(act));
      took.bare.push(await timed(bare[place] ?? fail));
    }
  }
  // Those who come first find everything cold.
  const [ours, bare] = [took.ours, took.bare].map((all) => median(all.slice(shape.runs)));
  const perSecond = (commitMs = Number.NaN) => Math.round((shape.runLength * 1_000) / commitMs);
  return [
    figure(`${name}.ratio`, (bare ?? Number.NaN) / (ours ?? Number.NaN), 'ratio', { atLeast: AIM }),
    figure(`${name}.per_second`, perSecond(ours), 'count', { baseline: perSecond(bare) }),
  ];
}

/** Folds run after run, as the subscriber hands them over: each an act. */
async function folding(store: TaskStore, task: Task, shape: Shape): Promise<readonly (() => Promise<unknown>)[]> {
  await store.create(task);
  const recorder = createRecorder({ store, now: Date.now });
  return runsOf(task, shape).map((run) => () => recorder.fold(task.id, run));
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await act();
  return performance.now() - startedAt;
}

const fail = () => Promise.reject(new Error('the bare client has fewer commits'));

/** A task whose worker has begun. */
function claimed(key: string, shape: string): Task {
  const facts: readonly BotFact[] = [
    { type: 'admission.started' },
    { type: 'admission.passed', checks: [] },
    { type: 'execution.started', execution: 'one' },
    { type: 'execution.claimed', execution: 'one' },
  ];
  return facts.reduce((task, fact) => advance(task, bot(fact)), aTask(`${key} ${shape}`));
}

function runsOf(task: Task, { runs, runLength }: Shape): readonly (readonly WorkerEvent[])[] {
  const words = 'I looked at how prices are rounded, and at the tests that hold it. '.repeat(4);
  const usage = { turns: 3, inputTokens: 900, outputTokens: 80, usd: 0.01 };
  const facts = [
    { type: 'agent.said', words },
    { type: 'agent.acted', tool: 'bash', gist: 'npm test -- test/cart', usage },
  ] as const;
  return Array.from({ length: runs }, (_, run) =>
    Array.from({ length: runLength }, (__, place) => {
      const seq = run * runLength + place + 1;
      return worker(task, seq, facts[seq % 2 === 0 ? 0 : 1]);
    }),
  );
}
