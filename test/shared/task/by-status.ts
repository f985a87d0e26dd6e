import { advance } from '#shared/task/lifecycle.ts';
import type { Status, Task } from '#shared/task/task.ts';
import { ada, after, aTask, evidence, failure, HEAD, worker } from './samples.ts';

/** A task in each status, as its events would have left it. */
export const TASKS: Readonly<Record<Status, Task>> = tasksByStatus();

function tasksByStatus(): Record<Status, Task> {
  const queued = aTask('a');
  const admitting = after(queued, { type: 'admission.started' });
  const rejected = after(admitting, { type: 'admission.refused', checks: [] });
  const starting = after(admitting, { type: 'admission.passed', checks: [] });
  const claimed = after(starting, { type: 'execution.claimed', execution: 'x1' });
  const running = advance(claimed, worker(claimed, 1, { type: 'evidence.gathered', evidence }));
  const finalizing = after(running, { type: 'push.granted', head: HEAD });
  const cancelling = after(running, { type: 'cancel.asked', by: ada });
  const pullRequest = { type: 'pull_request.opened', number: 1, url: 'https://example.test/1', draft: false } as const;
  return {
    queued,
    admitting,
    rejected,
    starting,
    running,
    finalizing,
    cancelling,
    succeeded: after(finalizing, { type: 'branch.found', head: HEAD }, pullRequest),
    failed: after(running, { type: 'attempt.failed', failure }),
    cancelled: after(cancelling, { type: 'cancel.proved' }),
  };
}
