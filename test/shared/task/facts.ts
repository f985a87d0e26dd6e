import type { Fact, WorkerEvent } from '#shared/task/events.ts';
import type { CheckRun } from '#shared/task/evidence.ts';
import type { FactType } from '#shared/task/lifecycle.ts';
import type { Change, Usage } from '#shared/task/step.ts';
import { ada, BASE, evidence, failure, HEAD } from './samples.ts';

export const usage: Usage = { turns: 3, inputTokens: 1_000, outputTokens: 200, usd: 0.25 };

export const checkRun: CheckRun = {
  name: 'tests',
  command: 'npm test',
  commit: BASE,
  exitCode: 1,
  tookMs: 1_200,
  logHash: 'c'.repeat(64),
  log: 'baseline-tests.log',
  tail: '1 failing',
  tests: { 'adds up': 'failed' },
};

export const change: Change = {
  commit: HEAD,
  files: [{ path: 'src/cart.js', added: 2, removed: 1 }],
  fileCount: 1,
  account: { summary: 'Rounds', why: 'It did not', verify: 'npm test', risk: 'none', rollback: 'revert' },
};

type AttemptEnded = Extract<Fact, { type: 'attempt.ended' }>;

export const attemptEnded = (outcome: AttemptEnded['outcome']): AttemptEnded => ({
  type: 'attempt.ended',
  lastSeq: 9,
  report: { steps: [], usage },
  outcome,
});

/** At least one example of every fact there is; the compiler asks for the rest when one is added. */
export const FACTS: { readonly [Type in FactType]: readonly Extract<Fact, { type: Type }>[] } = {
  'worker.ready': [{ type: 'worker.ready', model: 'scripted', sandbox: 'bubblewrap' }],
  'step.started': [{ type: 'step.started', step: 'provision' }],
  'step.ended': [{ type: 'step.ended', step: 'hydrate', state: 'done', tookMs: 40 }],
  'context.gathered': [{ type: 'context.gathered', included: ['README.md'], omitted: [] }],
  'workspace.ready': [{ type: 'workspace.ready', branch: 'main', commit: BASE }],
  'baseline.measured': [{ type: 'baseline.measured', runs: [checkRun] }],
  'agent.said': [{ type: 'agent.said', words: 'Looking at the cart' }],
  'agent.acted': [{ type: 'agent.acted', tool: 'bash', gist: 'npm test', usage }],
  'note.heard': [{ type: 'note.heard', note: 1 }],
  'change.committed': [{ type: 'change.committed', change }],
  'evidence.gathered': [{ type: 'evidence.gathered', evidence }],
  'attempt.ended': [
    attemptEnded({ end: 'pushed', head: HEAD }),
    attemptEnded({ end: 'failed', failure }),
    attemptEnded({ end: 'stopped' }),
  ],
  unknown: [{ type: 'unknown' }],
  'admission.started': [{ type: 'admission.started' }],
  'admission.deferred': [{ type: 'admission.deferred', checks: [] }],
  'admission.passed': [{ type: 'admission.passed', checks: [] }],
  'admission.refused': [{ type: 'admission.refused', checks: [] }],
  'execution.started': [{ type: 'execution.started', execution: 'x2' }],
  'execution.claimed': [{ type: 'execution.claimed', execution: 'x2' }],
  'cancel.asked': [{ type: 'cancel.asked', by: ada }],
  'note.taken': [{ type: 'note.taken', by: ada, note: 1 }],
  'attempt.opened': [
    { type: 'attempt.opened', next: 'retry', by: ada },
    { type: 'attempt.opened', next: 'follow_up', by: ada, words: 'Rename it, too' },
  ],
  'start.chosen': [{ type: 'start.chosen', start: { from: 'base', words: 'Nothing was pushed before.' } }],
  'push.granted': [{ type: 'push.granted', head: HEAD }],
  'branch.found': [{ type: 'branch.found', head: HEAD }],
  'pull_request.opened': [{ type: 'pull_request.opened', number: 7, url: 'https://example.test/7', draft: false }],
  'branch.moved': [{ type: 'branch.moved', head: BASE }],
  'evidence.told': [{ type: 'evidence.told' }],
  'cancel.proved': [{ type: 'cancel.proved' }],
  'attempt.failed': [{ type: 'attempt.failed', failure }],
  'gap.lost': [{ type: 'gap.lost', from: 1, to: 3 }],
  'event.refused': [{ type: 'event.refused', why: 'its MAC is not valid' }],
};

const WORKER_TYPES: ReadonlySet<string> = new Set<WorkerEvent['fact']['type']>([
  'worker.ready',
  'step.started',
  'step.ended',
  'context.gathered',
  'workspace.ready',
  'baseline.measured',
  'agent.said',
  'agent.acted',
  'note.heard',
  'change.committed',
  'evidence.gathered',
  'attempt.ended',
  'unknown',
]);

export const isWorkerFact = (fact: Fact): boolean => WORKER_TYPES.has(fact.type);
