import type { Assignment } from '#shared/worker-api.ts';
import type { Note } from '../lease.ts';
import type { Model } from '../model/model.ts';
import { render } from '../prompts/render.ts';
import type { Tell } from '../publisher.ts';
import type { Folders, OpenSandbox } from '../rooms.ts';
import type { Limits } from '../sandbox/sandbox.ts';
import type { ReportNews } from '../telemetry.ts';
import { limitsOf } from './limits.ts';
import { converse, type Ending, type Talk } from './loop.ts';
import { createToolbox } from './toolbox.ts';
import { createWorkbench } from './tools/workbench.ts';

/** Goes on with a conversation until the agent is done or at a bound. */
export type Agent = (talk: Talk, signal: AbortSignal) => Promise<Ending>;

interface Needs {
  readonly assignment: Pick<Assignment, 'limits' | 'price'>;
  readonly model: Model;
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
  const { assignment, model, folders, report, takeNotes, tell, clock } = needs;
  const { limits, price } = assignment;
  const limit = limitsOf(limits);
  let workedMs = 0;

  return async (talk, signal) => {
    const beganMs = clock();
    const usedMs = () => workedMs + clock() - beganMs;
    const timeIsUp = AbortSignal.timeout(Math.round(Math.max(0, limits.minutes * 60_000 - workedMs)));
    const sandbox = await needs.openSandbox(folders.agent, 'none');
    const toolbox = createToolbox(createWorkbench(sandbox, folders.logs), needs.commandLimits, report);
    const around = { model, price, system: render('system', {}), toolbox, limit, usedMs, takeNotes, tell, report };
    try {
      return await converse(talk, { ...around, signal: AbortSignal.any([signal, timeIsUp]) });
    } catch (error) {
      // In the middle of a turn there is no other way to end it. What was done so far is in the room, and is kept.
      if (!timeIsUp.aborted || signal.aborted) throw error;
      return { talk, bound: `it reached the limit of ${limits.minutes} minutes` };
    } finally {
      workedMs = usedMs();
      await sandbox.close();
    }
  };
}
