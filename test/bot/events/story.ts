import type { WorkerEvent } from '#shared/task/events.ts';
import type { Task } from '#shared/task/task.ts';
import { BORN_AT, born, CHANGE, evidence, HEAD, ready, run } from '../tasks.ts';

/** The attempt at the moment its worker has claimed it, before it said anything. */
export const claimed = (): Task => ({ ...ready(born()), folded: 0, work: born().work });

const usage = { turns: 3, inputTokens: 900, outputTokens: 80, usd: 0.01 };

const FACTS: readonly WorkerEvent['fact'][] = [
  { type: 'worker.ready', model: 'scripted', sandbox: 'none' },
  { type: 'step.started', step: 'hydrate' },
  { type: 'context.gathered', included: ['README.md'], omitted: [] },
  { type: 'step.ended', step: 'hydrate', state: 'done', tookMs: 20 },
  { type: 'step.started', step: 'provision' },
  { type: 'workspace.ready', branch: 'main', commit: evidence('green').base },
  { type: 'step.ended', step: 'provision', state: 'done', tookMs: 900, gist: '12 packages' },
  { type: 'baseline.measured', runs: [run({ exitCode: 1 })] },
  { type: 'step.started', step: 'implement' },
  { type: 'agent.said', words: 'The cart rounds each item.' },
  { type: 'agent.acted', tool: 'edit', gist: 'src/price.js', usage },
  { type: 'unknown' },
  { type: 'note.heard', note: 1 },
  { type: 'change.committed', change: CHANGE },
  { type: 'step.ended', step: 'implement', state: 'done', tookMs: 4_000 },
  { type: 'evidence.gathered', evidence: evidence('green') },
];

/** A realistic attempt: all its worker says, from its first word to its last. */
export const story = (task: Task): readonly WorkerEvent[] =>
  [...FACTS, endOf(task)].map((fact, index) => ({
    task: task.id,
    attempt: task.attempt,
    seq: index + 1,
    at: BORN_AT + 10_000 + index * 100,
    fact,
  }));

const endOf = ({ work }: Task): WorkerEvent['fact'] => ({
  type: 'attempt.ended',
  lastSeq: FACTS.length + 1,
  report: { steps: [...work.steps], usage, change: CHANGE, evidence: evidence('green') },
  outcome: { end: 'pushed', head: HEAD },
});
