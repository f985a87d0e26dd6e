import type { Assignment } from '#shared/worker-api.ts';
import type { Bot } from '../bot.ts';
import { changeRefused } from '../change/review.ts';
import type { Git } from '../git.ts';
import { connectRemote } from '../remote.ts';
import type { Step } from '../step.ts';
import type { Draft } from './implement.ts';

export interface Pushed {
  readonly head: string;
}

interface Needs {
  readonly assignment: Pick<Assignment, 'branch' | 'cloneUrl'>;
  readonly bot: Pick<Bot, 'pushToken'>;
  readonly git: Git;
  /** Resolves when all that was told is in the record: no commit is pushed before its evidence is known. */
  readonly recorded: (signal: AbortSignal) => Promise<void>;
  readonly keepSecret: (token: string) => void;
  readonly deadlineMs: number;
}

interface Input {
  readonly draft: Pick<Draft, 'change' | 'violations'>;
}

const PUSH_MS = 60_000;

/** Asks for the right to push just this commit, and pushes it. */
export function finalize(needs: Needs): Step<Input, Pushed> {
  const { assignment, bot, git, recorded, keepSecret, deadlineMs } = needs;
  return {
    name: 'finalize',
    deadlineMs,
    async run({ draft: { change, violations } }, signal) {
      if (violations.length > 0) throw changeRefused(violations);
      const head = change.commit;
      await recorded(signal);
      const token = await bot.pushToken(head, signal);
      keepSecret(token);
      signal.throwIfAborted();
      // From here on stopping would only leave it unknown whether the branch is there. A push is short.
      const remote = connectRemote(git, { url: assignment.cloneUrl, token }, AbortSignal.timeout(PUSH_MS));
      await remote.push(head, assignment.branch);
      return { head };
    },
    gist: ({ head }) => `${head.slice(0, 7)} on ${assignment.branch}`,
  };
}
