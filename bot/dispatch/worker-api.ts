import type { Artifacts, Place, RepoHost, RepoToken, TaskStore } from '#shared/ports.ts';
import type { BotFact } from '#shared/task/events.ts';
import { TaskError, toFailure } from '#shared/task/failure.ts';
import type { Policy } from '#shared/task/policy.ts';
import type { Start } from '#shared/task/reuse.ts';
import { hasEnded, type Moment, type Task } from '#shared/task/task.ts';
import type { Assignment, BaselineAnswer, ClaimRequest, ContextAnswer, HoldAnswer } from '#shared/worker-api.ts';
import { noSuchTask, type Recorder } from '../events/record.ts';
import { assignmentOf } from './assignment.ts';
import { awaitTask } from './await-task.ts';
import { storedBaseline } from './baseline.ts';
import type { Claimed, Rights, Session } from './rights.ts';

export interface WorkerApiNeeds {
  readonly store: TaskStore;
  readonly recorder: Recorder;
  readonly rights: Rights;
  readonly host: RepoHost;
  readonly artifacts: Pick<Artifacts, 'place' | 'view'>;
  readonly policy: Policy;
  readonly model: string;
  readonly context: (task: Task) => Promise<ContextAnswer>;
  readonly start: (task: Task, defaultBranch: string) => Promise<Start | undefined>;
  readonly pushTokens: PushTokens;
  readonly leaseMs: number;
  readonly now: () => Moment;
}

/** Push tokens out in the world, to be revoked when their attempt ends. */
interface PushTokens {
  granted(task: Task, token: RepoToken): void;
}

/** What a worker may ask of the bot. Every refusal is a TaskError; `http.ts` gives these their routes. */
export interface WorkerApi {
  /** The task, if the session may still act for its attempt. What it may do then is asked for with the task. */
  acting(session: Session): Promise<Task>;
  claim(right: Claimed, request: ClaimRequest): Promise<Assignment>;
  hold(session: Session, heard: { after: number; folded: number }, gone: AbortSignal): Promise<HoldAnswer>;
  context(task: Task): Promise<ContextAnswer>;
  /** The runs of the baseline that was offered with the assignment. */
  baseline(task: Task): Promise<BaselineAnswer>;
  token(task: Task): Promise<RepoToken>;
  push(task: Task, head: string): Promise<RepoToken>;
  place(task: Task, file: string): Promise<Place>;
}

/** A hold is answered well before the lease that it renews would lapse. */
const holdMs = (leaseMs: number): number => Math.min(20_000, leaseMs / 3);
const EVIDENCE_MS = 10_000;

export function createWorkerApi(needs: WorkerApiNeeds): WorkerApi {
  const { store, recorder, host, now } = needs;

  const leaseOf = ({ task, attempt }: Pick<Session, 'task' | 'attempt'>) => `attempt ${task}/${attempt}`;
  const holderOf = ({ execution, nonce }: Pick<Session, 'execution' | 'nonce'>) => `${execution} ${nonce}`;
  const renew = (session: Session) => store.lease(leaseOf(session), holderOf(session), now(), now() + needs.leaseMs);

  async function acting(session: Session): Promise<Task> {
    const stored = await store.read(session.task);
    if (!stored || stored.task.attempt !== session.attempt || hasEnded(stored.task))
      throw refused('attempt_over', 'This attempt is over.');
    if (!(await renew(session))) throw refused('lease_lost', 'Another execution holds this attempt.');
    return stored.task;
  }

  /** An attempt has one worker: another one is refused, also when the first has let its lease lapse. */
  async function refuseLateClaim(session: Session): Promise<void> {
    const isClaimed = (await store.read(session.task))?.task.status !== 'starting';
    const first = await store.holderOf(leaseOf(session));
    if (isClaimed && first && first.holder !== holderOf(session))
      throw refused('claimed_already', 'Another execution has claimed this attempt.');
  }

  /** What cannot be gone on from ends the attempt in words: its worker, once refused, has no way to tell. */
  async function chooseStart(task: Task, defaultBranch: string): Promise<readonly BotFact[]> {
    try {
      const start = await needs.start(task, defaultBranch);
      return start ? [{ type: 'start.chosen', start }] : [];
    } catch (error) {
      if (!(error instanceof TaskError) || error.whose === 'transient') throw error;
      return [{ type: 'attempt.failed', failure: toFailure(error) }];
    }
  }

  return {
    acting,

    claim: async (right, { execution, nonce }) => {
      const session: Session = { ...right, execution, nonce };
      await refuseLateClaim(session);
      const before = await acting(session);
      // Asked before the claim is noted: when GitHub refuses, nothing has happened and the worker may ask again.
      const { cloneUrl, defaultBranch } = await host.repository(before.request.repository);
      const chosen = before.status === 'starting' ? await chooseStart(before, defaultBranch) : [];
      const claimed = await recorder.record(session.task, ({ status, attempt }) =>
        status === 'starting' && attempt === session.attempt
          ? [...chosen, { type: 'execution.claimed', execution }]
          : [],
      );
      if (claimed.status !== 'running')
        throw refused('claim_refused', `This attempt is ${claimed.status}; there is nothing to start.`);
      return assignmentOf(claimed, session, { ...needs, cloneUrl, defaultBranch });
    },

    hold: async (session, heard, gone) => {
      let answer: HoldAnswer | undefined;
      await awaitTask(
        store,
        session.task,
        AbortSignal.any([gone, AbortSignal.timeout(holdMs(needs.leaseMs))]),
        async (task) => {
          answer = await newsFor(session, task, heard.after);
          return answer.stop || answer.notes.length > 0 || answer.folded > heard.folded;
        },
      );
      if (!answer) throw noSuchTask(session.task);
      return answer;
    },

    context: needs.context,

    baseline: (task) => storedBaseline(task, needs.artifacts),

    token: (task) => host.token(task.request.repository, 'read'),

    push: async (asking, head) => {
      const proved = await awaitTask(
        store,
        asking.id,
        AbortSignal.timeout(EVIDENCE_MS),
        (task) => task.work.evidence?.head === head || hasEnded(task),
      );
      if (!proved)
        throw refused(
          'evidence_missing',
          `There is no evidence for ${head.slice(0, 12)}, and only proved commits are pushed.`,
        );
      const task = await recorder.record(asking.id, ({ status, attempt }) =>
        status === 'running' && attempt === asking.attempt ? [{ type: 'push.granted', head }] : [],
      );
      if (task.status !== 'finalizing' || task.head !== head)
        throw refused('push_refused', `The right to push was not granted: the task is ${task.status}.`);
      const token = await host.token(task.request.repository, 'push');
      needs.pushTokens.granted(task, token);
      return token;
    },

    place: ({ id, attempt }, file) => needs.artifacts.place(`${id}/${attempt}/${file}`),
  };

  async function newsFor(session: Session, task: Task, after: number): Promise<HoldAnswer> {
    if (task.attempt !== session.attempt) return { stop: true, folded: Number.MAX_SAFE_INTEGER, notes: [] };
    const held = hasEnded(task) || (await renew(session));
    const notes = await store.notes(session.task, session.attempt, after);
    return {
      stop: !held || hasEnded(task) || task.status === 'cancelling',
      folded: task.folded,
      notes: notes.map(({ number, by, words }) => ({ number, by: by.name, words })),
    };
  }
}

function refused(code: string, words: string): TaskError {
  return new TaskError(code, words, {
    whose: 'service',
    remedy: 'The execution should end; the task goes on without it or can be retried.',
  });
}
