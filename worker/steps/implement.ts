import type { Evidence } from '#shared/task/evidence.ts';
import { TaskError } from '#shared/task/failure.ts';
import { type Change, NO_USAGE } from '#shared/task/step.ts';
import type { Assignment } from '#shared/worker-api.ts';
import type { Agent } from '../agent/agent.ts';
import type { Ending } from '../agent/loop.ts';
import type { Talk } from '../agent/talk.ts';
import { transcript } from '../agent/transcript.ts';
import type { Bot } from '../bot.ts';
import { changedFiles, commitAll, patchBetween } from '../commits.ts';
import type { Git } from '../git.ts';
import type { Tell } from '../publisher.ts';
import type { Folders } from '../rooms.ts';
import type { Step } from '../step.ts';
import { accountOf, commitMessage, lastWords } from './account.ts';
import type { Baseline } from './baseline.ts';
import type { Brief } from './hydrate.ts';
import { fixPrompt, taskPrompt } from './prompt.ts';
import type { Ground } from './provision.ts';

/** The agent's work as a commit, and the conversation that led to it. */
export interface Draft {
  readonly change: Change;
  readonly talk: Talk;
}

export interface ImplementInput {
  readonly brief: Brief;
  readonly ground: Ground;
  readonly before: Baseline;
  /** In a fix round: what was tried, and what the checks say to it. */
  readonly failed?: { readonly draft: Draft; readonly evidence: Evidence };
}

interface Needs {
  readonly assignment: Pick<Assignment, 'task' | 'attempt' | 'request'>;
  readonly agent: Agent;
  readonly bot: Pick<Bot, 'upload'>;
  readonly git: Git;
  readonly folders: Pick<Folders, 'agent'>;
  readonly tell: Tell;
  readonly deadlineMs: number;
}

/** Lets the agent work and commits what it leaves. The one step with a model in it. */
export function implement(needs: Needs): Step<ImplementInput, Draft> {
  const { assignment, agent, bot, git, folders, tell, deadlineMs } = needs;
  return {
    name: 'implement',
    deadlineMs,
    async run(input, signal) {
      const { base, start } = input.ground;
      const ending = await agent(talkFor(input, assignment.request.repository), signal);
      const account = accountOf(ending, assignment.request);
      const parent = input.failed?.draft.change.commit ?? start;
      const message = commitMessage(account, assignment);
      const head = (await commitAll(git, folders.agent.workspace, { parent, message, signal })) ?? parent;
      await bot.upload('agent.log', transcript(ending.talk.messages), signal);
      if (head === base) throw nothingChanged(ending);
      // A fix round that changed nothing: what there is stays as it was told.
      if (head === input.failed?.draft.change.commit) return input.failed.draft;
      await bot.upload('change.patch', await patchBetween(git, base, head), signal);
      // Nothing new on top of what an earlier attempt pushed: that is the change, then.
      const files = await changedFiles(git, head === start ? base : start, head);
      const change = changeOf(head, files, account, ending);
      tell({ type: 'change.committed', change });
      return { change, talk: ending.talk };
    },
    gist: ({ change: { fileCount, commit, bound } }) => {
      const files = `${fileCount} ${fileCount === 1 ? 'file' : 'files'} changed in ${commit.slice(0, 7)}`;
      return bound ? `${files}; stopped because ${bound}` : files;
    },
  };
}

function talkFor({ brief, before, failed }: ImplementInput, repository: string): Talk {
  if (!failed) return { messages: [taskPrompt(repository, brief, before)], usage: NO_USAGE };
  const { messages, usage } = failed.draft.talk;
  return { messages: [...messages, fixPrompt(failed.evidence)], usage };
}

function changeOf(commit: string, files: Change['files'], account: Change['account'], ending: Ending): Change {
  const bound = 'bound' in ending ? { bound: ending.bound } : {};
  return { commit, files: files.slice(0, 300), fileCount: files.length, account, ...bound };
}

function nothingChanged(ending: Ending): TaskError {
  const said =
    'account' in ending ? ending.account.summary : `${lastWords(ending)} (It was stopped because ${ending.bound}.)`;
  return new TaskError('nothing_changed', `The agent changed nothing. Its own words: ${said.trim()}`, {
    whose: 'yours',
    remedy: 'Say more precisely what should be different, then ask again.',
  });
}
