import type { Moment } from '#shared/task/task.ts';
import type { Redact } from '#shared/text/redact.ts';
import type { Assignment } from '#shared/worker-api.ts';
import { createAgent } from './agent/agent.ts';
import { awaited } from './awaited.ts';
import { blueprint, type Steps } from './blueprint.ts';
import type { Bot } from './bot.ts';
import { commandLimits, stepDeadlines } from './bounds.ts';
import { openMirror } from './cache/mirror.ts';
import type { Shelves } from './cache/shelves.ts';
import { createReview } from './change/review.ts';
import type { CheckPlan } from './checks/check.ts';
import { conditionsOf } from './conditions.ts';
import { openGit } from './git.ts';
import type { Lease } from './lease.ts';
import { createMeasure } from './measure.ts';
import type { Model } from './model/model.ts';
import type { Publisher } from './publisher.ts';
import type { Folders, OpenSandbox } from './rooms.ts';
import { stepRunner } from './step.ts';
import { baseline } from './steps/baseline.ts';
import type { Commits } from './steps/bring.ts';
import { finalize, type Pushed } from './steps/finalize.ts';
import { hydrate } from './steps/hydrate.ts';
import { implement } from './steps/implement.ts';
import { provision } from './steps/provision.ts';
import { verify } from './steps/verify.ts';
import type { ReportNews } from './telemetry.ts';

/** All that an attempt has to do with. */
export interface Parts {
  readonly assignment: Assignment;
  readonly bot: Bot;
  readonly lease: Lease;
  readonly publisher: Publisher;
  readonly report: ReportNews;
  readonly model: Model;
  readonly openSandbox: OpenSandbox;
  readonly sandbox: 'bubblewrap' | 'none';
  readonly environment: NodeJS.ProcessEnv;
  /** What workers of this machine leave for each other, where they may. */
  readonly shelves: Shelves | undefined;
  readonly redact: Redact;
  readonly keepSecret: (secret: string) => void;
  readonly folders: Folders;
  /** Ends the attempt. */
  readonly signal: AbortSignal;
  /** Milliseconds of a clock that only goes forward. */
  readonly clock: () => number;
  readonly now: () => Moment;
}

/** Goes through the blueprint with everything it needs. */
export async function attempt(parts: Parts): Promise<Pushed> {
  const { assignment, publisher, report, signal, clock } = parts;
  const run = stepRunner({ tell: publisher.tell, report, signal, clock });
  return blueprint(stepsOf(parts), run, assignment.limits.fixRounds);
}

function stepsOf(parts: Parts): Steps {
  const { assignment, bot, folders, lease, publisher, redact, keepSecret, openSandbox, report, now } = parts;
  const { tell } = publisher;
  const git = openGit(folders.gitDirectory, parts.environment);
  const limits = commandLimits(assignment.limits);
  const deadlines = stepDeadlines(assignment.limits);
  const place = { folders, openSandbox, report, limits, redact };
  const { mirrors, dependencies } = parts.shelves ?? {};
  const kept = { mirror: mirrors && openMirror(mirrors, assignment.cloneUrl), dependencies };
  const measure = createMeasure({ ...place, bot });
  const review = createReview({ git, assignment, redact });
  const agent = createAgent({ ...parts, commandLimits: limits, takeNotes: lease.takeNotes, tell });
  const { environment, sandbox } = parts;
  const commits = awaited<Commits>();
  const conditions = (plan: CheckPlan) => conditionsOf(plan, { environment, sandbox, limits });
  const recorded = async (signal: AbortSignal) => {
    await publisher.confirmed(lease, signal);
    signal.throwIfAborted();
  };
  return {
    hydrate: hydrate({ assignment, bot, git, commits: commits.wait, tell, now, deadlineMs: deadlines.hydrate }),
    provision: provision({
      ...place,
      assignment,
      bot,
      git,
      ...kept,
      keepSecret,
      tell,
      fetched: commits.come,
      deadlineMs: deadlines.provision,
    }),
    baseline: baseline({
      assignment,
      bot,
      measure,
      conditionsOf: conditions,
      tell,
      now,
      deadlineMs: deadlines.baseline,
    }),
    implement: implement({ assignment, agent, bot, git, folders, review, tell, deadlineMs: deadlines.implement }),
    verify: verify({ git, folders, measure, tell, deadlineMs: deadlines.verify }),
    finalize: finalize({ assignment, bot, git, recorded, keepSecret, deadlineMs: deadlines.finalize }),
  };
}
