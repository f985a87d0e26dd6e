import { TaskError } from '#shared/task/failure.ts';
import { clip } from '#shared/text/clip.ts';
import { oneLine } from '#shared/text/escape.ts';
import type { Assignment } from '#shared/worker-api.ts';
import type { Bot } from '../bot.ts';
import { changedFiles } from '../commits.ts';
import type { Git } from '../git.ts';
import { connectRemote } from '../remote.ts';
import type { Step } from '../step.ts';
import type { Draft } from './implement.ts';
import { protectedPathIn } from './protected.ts';
import type { Ground } from './provision.ts';

export interface Pushed {
  readonly head: string;
}

interface Needs {
  readonly assignment: Pick<Assignment, 'branch' | 'cloneUrl' | 'protectedPaths'>;
  readonly bot: Pick<Bot, 'pushToken'>;
  readonly git: Git;
  /** Resolves when all that was told is in the record: no commit is pushed before its evidence is known. */
  readonly recorded: (signal: AbortSignal) => Promise<void>;
  readonly keepSecret: (token: string) => void;
  readonly deadlineMs: number;
}

interface Input {
  readonly ground: Pick<Ground, 'start' | 'plan'>;
  readonly draft: Pick<Draft, 'change'>;
}

const PUSH_MS = 60_000;

/** Asks for the right to push just this commit, and pushes it. */
export function finalize(needs: Needs): Step<Input, Pushed> {
  const { assignment, bot, git, recorded, keepSecret, deadlineMs } = needs;
  return {
    name: 'finalize',
    deadlineMs,
    async run({ ground: { start, plan }, draft }, signal) {
      const head = draft.change.commit;
      await refuseProtected(git, { start, head }, [...assignment.protectedPaths, ...plan.protected]);
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

async function refuseProtected(
  git: Git,
  { start, head }: { start: string; head: string },
  globs: readonly string[],
): Promise<void> {
  const paths = (await changedFiles(git, start, head)).map((file) => file.path);
  const path = protectedPathIn(paths, globs);
  if (path === undefined) return;
  throw new TaskError('protected_path', `The change touches ${clip(oneLine(path), 300)}, which no task may change.`, {
    whose: 'yours',
    remedy: 'Ask for the rest without it and change this file yourself. Nothing was pushed.',
  });
}
