import type { FactType } from '#shared/task/lifecycle.ts';
import type { Status } from '#shared/task/task.ts';

/** What comes out of each fact a status accepts. Any other fact gives the same task back. */
export const MOVES: Readonly<Record<Status, Readonly<Record<string, Status>>>> = {
  queued: {
    'admission.started': 'admitting',
    'execution.started': 'queued',
    'cancel.asked': 'cancelling',
    'attempt.failed': 'failed',
    'gap.lost': 'queued',
  },
  admitting: {
    'admission.deferred': 'queued',
    'admission.passed': 'starting',
    'admission.refused': 'rejected',
    'execution.started': 'admitting',
    'cancel.asked': 'cancelling',
    'attempt.failed': 'failed',
    'gap.lost': 'admitting',
  },
  rejected: { 'attempt.opened': 'queued' },
  starting: {
    'execution.started': 'starting',
    'start.chosen': 'starting',
    'execution.claimed': 'running',
    'cancel.asked': 'cancelling',
    'attempt.failed': 'failed',
    'gap.lost': 'starting',
  },
  running: {
    ...allInforming('running'),
    'attempt.ended failed': 'failed',
    'attempt.ended stopped': 'failed',
    'push.granted': 'finalizing',
    'execution.started': 'running',
    'cancel.asked': 'cancelling',
    'attempt.failed': 'failed',
    'gap.lost': 'running',
  },
  cancelling: {
    ...allInforming('cancelling'),
    'attempt.ended pushed': 'cancelled',
    'attempt.ended failed': 'cancelled',
    'attempt.ended stopped': 'cancelled',
    'cancel.proved': 'cancelled',
    'attempt.failed': 'cancelled',
    'pull_request.opened': 'cancelling',
    'execution.started': 'cancelling',
    'gap.lost': 'cancelling',
  },
  finalizing: {
    ...allInforming('finalizing'),
    'attempt.ended failed': 'failed',
    'attempt.ended stopped': 'failed',
    'branch.found': 'finalizing',
    'pull_request.opened': 'succeeded',
    'execution.started': 'finalizing',
    'cancel.asked': 'cancelling',
    'attempt.failed': 'failed',
    'gap.lost': 'finalizing',
  },
  succeeded: { 'attempt.opened': 'queued', 'branch.moved': 'succeeded', 'evidence.told': 'succeeded' },
  failed: { 'attempt.opened': 'queued', 'pull_request.opened': 'failed' },
  cancelled: { 'attempt.opened': 'queued', 'pull_request.opened': 'cancelled' },
};

/** Facts of a worker that tell of its work and move nothing. */
function allInforming(status: Status): Record<string, Status> {
  const types: readonly FactType[] = [
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
  ];
  return Object.fromEntries([...types, 'attempt.ended pushed'].map((type) => [type, status]));
}
