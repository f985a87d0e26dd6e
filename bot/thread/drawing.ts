import type { Artifacts, TaskStore } from '#shared/ports.ts';
import { hasEnded, type Moment, type Task } from '#shared/task/task.ts';
import { mapStrings } from '#shared/text/map-strings.ts';
import type { Redact } from '#shared/text/redact.ts';
import { placeOf } from '../dispatch/slots.ts';
import type { TelemetryBoard } from '../events/telemetry.ts';
import { type Drawn, draw } from './draw.ts';

interface Needs {
  readonly store: Pick<TaskStore, 'unsettled'>;
  readonly telemetry: Pick<TelemetryBoard, 'latest'>;
  readonly artifacts: Pick<Artifacts, 'get' | 'link'>;
  /** The last look before words leave for Slack. */
  readonly redact: Redact;
  readonly now: () => Moment;
}

/** Gathers what a thread is drawn from beside its record: news of the running attempt, the place in the line, the log. */
export function createDrawing({ store, telemetry, artifacts, redact, now }: Needs) {
  const caps = { plan: true };

  /** Workers upload their whole log under this name before they end. */
  async function logUrl(task: Task): Promise<string | undefined> {
    const name = `${task.id}/${task.attempt}/attempt.log`;
    return hasEnded(task) && (await artifacts.get(name)) ? artifacts.link(name) : undefined;
  }

  return {
    draw: async (task: Task): Promise<readonly Drawn[]> => {
      const news = telemetry.latest(task);
      const place = task.status === 'queued' ? placeOf(task, await store.unsettled()) : undefined;
      const log = await logUrl(task);
      const drawn = draw(task, {
        now: now(),
        caps: { ...caps },
        ...(news && { telemetry: news }),
        ...(place !== undefined && { place }),
        ...(log !== undefined && { logUrl: log }),
      });
      return drawn.map((message) => mapStrings(message, redact) as Drawn);
    },
    /** The workspace takes no plan blocks: from now on the plan is drawn as lines. */
    withoutPlan: (): boolean => {
      const isNew = caps.plan;
      caps.plan = false;
      return isNew;
    },
  };
}
