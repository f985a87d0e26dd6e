import type { Assignment } from '#shared/worker-api.ts';
import type { Bot } from '../bot.ts';
import { CONTEXT_TOKENS } from '../bounds.ts';
import type { Note } from '../lease.ts';
import type { Model } from '../model/model.ts';
import { render } from '../prompts/render.ts';
import type { Tell } from '../publisher.ts';
import type { Folders, OpenSandbox } from '../rooms.ts';
import type { Limits } from '../sandbox/sandbox.ts';
import type { RulesOnTheWay } from '../survey/rules-on-the-way.ts';
import type { ReportNews } from '../telemetry.ts';
import { limitsOf, timeIsUp } from './limits.ts';
import { converse, type Ending } from './loop.ts';
import { withRules } from './rules.ts';
import type { Talk } from './talk.ts';
import { createToolbox } from './toolbox.ts';
import type { Keep } from './tools/bash.ts';

import { openWorkbench } from './tools/workbench.ts';
import { withinWindow } from './window.ts';

/** Goes on with a conversation until the agent is done or at a bound. */
export type Agent = (talk: Talk, rules: RulesOnTheWay, signal: AbortSignal) => Promise<Ending>;

interface Needs {
  readonly assignment: Pick<Assignment, 'limits' | 'price'>;
  readonly model: Model;
  readonly bot: Pick<Bot, 'upload'>;
  readonly folders: Pick<Folders, 'agent' | 'logs'>;
  readonly openSandbox: OpenSandbox;
  /** Of one command. */
  readonly commandLimits: Limits;
  readonly report: ReportNews;
  readonly takeNotes: () => readonly Note[];
  readonly tell: Tell;
  /** Milliseconds of a clock that only goes forward. */
  readonly clock: () => number;
}

/** The agent of one attempt. Its bounds are for the whole attempt, over all rounds. */
export function createAgent(needs: Needs): Agent {
  const { assignment, folders, report, takeNotes, tell, clock } = needs;
  const { limits, price } = assignment;
  const model = withinWindow(needs.model, CONTEXT_TOKENS);
  const keep = keeping(needs.bot);
  const limit = limitsOf(limits);
  let workedMs = 0;

  return async (talk, rules, signal) => {
    const beganMs = clock();
    const usedMs = () => workedMs + clock() - beganMs;
    const time = AbortSignal.timeout(Math.round(Math.max(0, limits.minutes * 60_000 - workedMs)));
    const deadline = { isOver: () => time.aborted && !signal.aborted, words: timeIsUp(limits.minutes) };
    const sandbox = await needs.openSandbox(folders.agent, 'none');
    const workbench = openWorkbench(sandbox, needs.commandLimits, folders.logs);
    const toolbox = withRules(createToolbox(workbench, { report, keep }), rules);
    const lookAtTree = workbench.files.changes;
    const voice = { takeNotes, tell, report };
    const around = {
      ...voice,
      model,
      price,
      system: render('system', {}),
      toolbox,
      limit,
      usedMs,
      deadline,
      lookAtTree,
    };
    try {
      return await converse(talk, { ...around, signal: AbortSignal.any([signal, time]) });
    } finally {
      workedMs = usedMs();
      await sandbox.close();
    }
  };
}

function keeping(bot: Pick<Bot, 'upload'>): Keep {
  let kept = 0;
  return async (text, signal) => {
    kept += 1;
    const name = `command-${kept}.log`;
    await bot.upload(name, text, signal);
    return name;
  };
}
