import { TaskError } from '#shared/task/failure.ts';
import type { Moment, Task } from '#shared/task/task.ts';
import type { Claimed, Rights, Session } from './dispatch/rights.ts';

interface Needs {
  readonly rights: Pick<Rights, 'readCapability' | 'readSession'>;
  readonly worker: { readonly acting: (session: Session) => Promise<Task> };
  readonly now: () => Moment;
}

/** Finds out who calls from the header that says it, and rejects whoever may not. The body does not matter for that. */
export type Verify<Caller> = (authorization: string | undefined) => Promise<Caller>;

/** The kinds of workers there are, by what they have in hand. */
export function createCallers({ rights, worker, now }: Needs) {
  /** An execution that was started not long ago. */
  const claimant: Verify<Claimed> = async (authorization) => {
    const right = rights.readCapability(bearerIn(authorization), now());
    if (right) return right;
    throw new TaskError('capability_invalid', 'The capability is not valid, or its 15 minutes are over.', {
      whose: 'service',
      remedy: 'The execution should end; the task goes on without it or can be retried.',
    });
  };

  /** A worker that has claimed an attempt, be that over or not. */
  const holder: Verify<Session> = async (authorization) => {
    const session = rights.readSession(bearerIn(authorization));
    if (session) return session;
    throw new TaskError('session_invalid', 'This session secret is not one of ours.', {
      whose: 'service',
      remedy: 'Claim the attempt first.',
    });
  };

  /** A worker whose attempt is under way and its own: the task of it. */
  const acting: Verify<Task> = async (authorization) => worker.acting(await holder(authorization));

  return { claimant, holder, acting };
}

function bearerIn(authorization = ''): string {
  return /^Bearer (\S+)$/.exec(authorization)?.[1] ?? '';
}
