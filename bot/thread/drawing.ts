import type { Artifacts, TaskStore } from '#shared/ports.ts';
import { hasEnded, type Moment, type Task } from '#shared/task/task.ts';
import { mapStrings } from '#shared/text/map-strings.ts';
import type { Redact } from '#shared/text/redact.ts';
import { isWaiting, placeOf } from '../dispatch/slots.ts';
import type { TelemetryBoard } from '../events/telemetry.ts';
import type { Logger } from '../log.ts';
import { type Drawn, draw } from './draw.ts';

interface Needs {
  readonly store: Pick<TaskStore, 'unsettled'>;
  readonly telemetry: Pick<TelemetryBoard, 'latest'>;
  readonly artifacts: Pick<Artifacts, 'has'>;
  readonly linkTo: (artifact: string) => string;
  /** The last look before words leave for Slack. */
  readonly redact: Redact;
  readonly log: Pick<Logger, 'error'>;
  readonly now: () => Moment;
}

/** Gathers what a thread is drawn from beside its record: news of the running attempt, the place in the line, the log. */
export function createDrawing({ store, telemetry, artifacts, linkTo, redact, log, now }: Needs) {
  const caps = { plan: true };
  const line = lineOf(store, now);

  /** Workers upload what their agent said and did under this name before they end. */
  async function logUrl(task: Task): Promise<string | undefined> {
    const name = `${task.id}/${task.attempt}/agent.log`;
    return hasEnded(task) && (await isStored(name)) ? linkTo(name) : undefined;
  }

  /** While the store of files is away an end is told without its log, rather than not at all. */
  async function isStored(name: string): Promise<boolean> {
    try {
      return await artifacts.has(name);
    } catch (error) {
      log.error('thread.log_unknown', error, { name });
      return false;
    }
  }

  return {
    draw: async (task: Task): Promise<readonly Drawn[]> => {
      const news = telemetry.latest(task);
      const place = task.status === 'queued' ? placeOf(task, await line()) : undefined;
      const url = await logUrl(task);
      const drawn = draw(task, {
        now: now(),
        caps: { ...caps },
        linkTo: (attempt, file) => linkTo(`${task.id}/${attempt}/${file}`),
        ...(news && { telemetry: news }),
        ...(place !== undefined && { place }),
        ...(url !== undefined && { logUrl: url }),
      });
      return drawn.map((message) => hidden(message, redact));
    },
    /** The workspace takes no plan blocks: from now on the plan is drawn as lines. */
    withoutPlan: (): void => {
      caps.plan = false;
    },
  };
}

/** Who waits, read once for all threads that are drawn within a moment: the line may be long. */
function lineOf(store: Needs['store'], now: () => Moment): () => Promise<readonly Task[]> {
  let read: { readonly at: Moment; readonly tasks: Promise<readonly Task[]> } | undefined;
  return () => {
    if (!read || now() - read.at > LINE_MS)
      read = { at: now(), tasks: store.unsettled().then((tasks) => tasks.filter(isWaiting)) };
    return read.tasks;
  };
}

const LINE_MS = 500;

/** Hardly any message has a secret in it, and one look at the whole is much cheaper than one at each of its strings. */
function hidden(message: Drawn, redact: Redact): Drawn {
  const whole = JSON.stringify(message);
  return redact(whole) === whole ? message : (mapStrings(message, redact) as Drawn);
}
