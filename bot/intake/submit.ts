import type { TaskQueue, TaskStore } from '#shared/ports.ts';
import { submitted } from '#shared/task/lifecycle.ts';
import type { Policy } from '#shared/task/policy.ts';
import { type Moment, type Person, type Task, type TaskRequest, type Thread, taskIdOf } from '#shared/task/task.ts';
import { plain } from '#shared/text/escape.ts';
import type { Redact } from '#shared/text/redact.ts';
import type { Logger } from '../log.ts';
import { type Asked, matching } from './parse-command.ts';

interface Needs {
  readonly store: Pick<TaskStore, 'create' | 'read'>;
  readonly queue: Pick<TaskQueue, 'enqueue'>;
  readonly policy: Policy;
  readonly redact: Redact;
  readonly log: Logger;
  readonly now: () => Moment;
}

export interface Submission {
  /** Slack's own id of what the person did: the same one again is the same task. */
  readonly key: string;
  readonly asked: Asked & { readonly criteria?: string };
  readonly requester: Person;
  readonly thread: Thread;
}

/** The one place where a task is born. Resolves once the record is durable; only then may anybody be told. */
export type Submit = (submission: Submission) => Promise<Task>;

export function createSubmit({ store, queue, policy, redact, log, now }: Needs): Submit {
  const tell = (work: Parameters<TaskQueue['enqueue']>[0]) =>
    queue.enqueue(work).catch((error: unknown) => log.error('enqueue.failed', error, { ...work }));

  return async ({ key, asked, requester, thread }) => {
    const id = taskIdOf(key);
    const task = submitted({ id, request: requestFrom(asked, policy, redact), requester, thread, at: now() });
    const isNew = await store.create(task);
    const born = isNew ? task : ((await store.read(id))?.task ?? task);
    // What is durable is the record. The queue is told after the ack, and by the sweep should this process die before.
    if (born.status === 'queued') setImmediate(() => void tell({ task: id, attempt: born.attempt }));
    return born;
  };
}

/** What was asked, made harmless to store and show, with the repository spelled as the policy spells it. */
export function requestFrom(asked: Asked & { criteria?: string }, policy: Policy, redact: Redact): TaskRequest {
  const text = (words: string) => redact(plain(words)).trim();
  const { repository, reason } = chooseRepository(asked.repository, Object.keys(policy.repositories));
  return {
    repository,
    repositoryReason: reason,
    words: text(asked.words),
    ...(asked.criteria && { criteria: text(asked.criteria) }),
    ...(asked.base && { base: plain(asked.base).slice(0, 250) }),
  };
}

function chooseRepository(word: string, known: readonly string[]): { repository: string; reason: string } {
  const [only, ...others] = matching(word, known);
  if (only?.toLowerCase() === word.toLowerCase()) return { repository: only, reason: 'named in the request' };
  if (only && others.length === 0) return { repository: only, reason: `the only repository called ${plain(word)}` };
  return { repository: plain(word).slice(0, 200), reason: 'named in the request' };
}
