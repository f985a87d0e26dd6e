import type { Evidence } from '#shared/task/evidence.ts';
import { TaskError } from '#shared/task/failure.ts';
import { type Change, NO_USAGE } from '#shared/task/step.ts';
import type { Assignment } from '#shared/worker-api.ts';
import type { Agent } from '../agent/agent.ts';
import type { Ending } from '../agent/loop.ts';
import type { Talk } from '../agent/talk.ts';
import { transcript } from '../agent/transcript.ts';
import type { Bot } from '../bot.ts';
import { type Entry, entriesBetween, executableMove } from '../change/entries.ts';
import type { Review } from '../change/review.ts';
import type { Violation } from '../change/rules.ts';
import { commitAll, patchBetween } from '../commits.ts';
import type { Git } from '../git.ts';
import type { Tell } from '../publisher.ts';
import type { Folders } from '../rooms.ts';
import type { Step } from '../step.ts';
import { accountOf, commitMessage, lastWords } from './account.ts';
import type { Baseline } from './baseline.ts';
import type { Brief } from './hydrate.ts';
import { fixPrompt, refusedPrompt, taskPrompt } from './prompt.ts';
import type { Ground } from './provision.ts';

/** The agent's work as a commit, and the conversation that led to it. */
export interface Draft {
  readonly change: Change;
  /** What the commit was made on. */
  readonly parent: string;
  /** Why it must not be pushed; none when it may. */
  readonly violations: readonly Violation[];
  readonly talk: Talk;
}

/** A draft and what the checks say to it, which nobody asked them when it must not be pushed. */
export interface Tried {
  readonly draft: Draft;
  readonly evidence?: Evidence;
}

export interface ImplementInput {
  readonly brief: Brief;
  readonly ground: Ground;
  readonly before: Baseline;
  /** In a fix round: what was tried before. */
  readonly failed?: Tried;
}

interface Needs {
  readonly assignment: Pick<Assignment, 'task' | 'attempt' | 'request' | 'start' | 'coAuthor'>;
  readonly agent: Agent;
  readonly bot: Pick<Bot, 'upload'>;
  readonly git: Git;
  readonly folders: Pick<Folders, 'agent'>;
  readonly review: Review;
  readonly tell: Tell;
  readonly deadlineMs: number;
}

/** Lets the agent work and commits what it leaves. The one step with a model in it. */
export function implement(needs: Needs): Step<ImplementInput, Draft> {
  const { assignment, agent, bot, git, folders, review, tell, deadlineMs } = needs;
  return {
    name: 'implement',
    deadlineMs,
    async run(input, signal) {
      const { base, start, plan } = input.ground;
      const ending = await agent(talkFor(input, assignment), input.brief.rules, signal);
      const account = accountOf(ending, assignment.request);
      const parent = parentOf(input);
      const message = commitMessage(account, assignment);
      const head = (await commitAll(git, folders.agent.workspace, { parent, message, signal })) ?? parent;
      await bot.upload('agent.log', transcript(ending.talk.messages), signal);
      // A fix round that changed nothing: what there is stays as it was told.
      if (head === input.failed?.draft.change.commit) return input.failed.draft;
      const entries = await entriesBetween(git, base, head);
      if (entries.length === 0 || (head === start && isAskedForMore(assignment))) throw nothingChanged(ending);
      await bot.upload('change.patch', await patchBetween(git, base, head), signal);
      const violations = await review({ base, start, head }, plan.protected);
      const change = changeOf(head, entries, account, ending);
      if (violations.length === 0) tell({ type: 'change.committed', change });
      return { change, parent, violations, talk: ending.talk };
    },
    gist: ({ change: { fileCount, commit, bound }, violations }) => {
      const files = `${fileCount} ${fileCount === 1 ? 'file' : 'files'} changed in ${commit.slice(0, 7)}`;
      const refused = violations[0] ? [`not to be pushed: ${violations[0].words}`] : [];
      return [files, ...(bound ? [`stopped because ${bound}`] : []), ...refused].join('; ');
    },
  };
}

function talkFor(
  { brief, ground: { base }, before: { runs }, failed }: ImplementInput,
  assignment: Needs['assignment'],
): Talk {
  if (!failed) return { messages: [taskPrompt(assignment, brief, { base, runs })], usage: NO_USAGE };
  const { draft, evidence } = failed;
  const { messages, usage } = draft.talk;
  return { messages: [...messages, evidence ? fixPrompt(evidence) : refusedPrompt(draft.violations)], usage };
}

/** Without it, nothing new on top of what an earlier attempt pushed is the change, then. */
const isAskedForMore = ({ request, attempt }: Needs['assignment']): boolean =>
  request.followUps?.at(-1)?.attempt === attempt;

/** What must not be pushed may not lie in the history of what is, either: the next commit takes its place. */
function parentOf({ ground, failed }: ImplementInput): string {
  if (!failed) return ground.start;
  return failed.draft.violations.length > 0 ? failed.draft.parent : failed.draft.change.commit;
}

function changeOf(commit: string, entries: readonly Entry[], account: Change['account'], ending: Ending): Change {
  const files = entries.slice(0, 300).map((entry) => {
    const executable = executableMove(entry);
    return { path: entry.path, added: entry.added, removed: entry.removed, ...(executable && { executable }) };
  });
  const bound = 'bound' in ending ? { bound: ending.bound } : {};
  return { commit, files, fileCount: entries.length, account, ...bound };
}

function nothingChanged(ending: Ending): TaskError {
  const said =
    'account' in ending ? ending.account.summary : `${lastWords(ending)} (It was stopped because ${ending.bound}.)`;
  return new TaskError('nothing_changed', `The agent changed nothing. Its own words: ${said.trim()}`, {
    whose: 'yours',
    remedy: 'Say more precisely what should be different, then ask again.',
  });
}
