import type { TaskEventsReader } from '#shared/ports.ts';
import { parseWorkerEvent, Telemetry, type WorkerEvent } from '#shared/task/events.ts';
import { type TaskId, taskId } from '#shared/task/task.ts';
import { claimedOrigin, verify } from '#shared/worker-api.ts';
import type { Rights } from '../dispatch/rights.ts';
import type { Logger } from '../log.ts';
import type { Recorder } from './record.ts';

interface Needs {
  readonly events: TaskEventsReader;
  readonly recorder: Recorder;
  readonly rights: Pick<Rights, 'eventKey'>;
  readonly telemetry: { readonly heard: (news: Telemetry) => void };
  readonly log: Logger;
}

/** Folds what workers publish into the records. Gives the function that ends it. */
export function subscribe({ events, recorder, rights, telemetry, log }: Needs): () => Promise<void> {
  const audited = new Set<string>();

  async function audit(raw: string, why: string): Promise<void> {
    const origin = claimedOrigin(raw);
    log.warn('event.refused', { why, ...origin });
    const task = origin && (await recorder.fold(taskId(origin.task), []));
    if (!task) return;
    // Once for each attempt there is: whoever forges events must not be able to fill the log with them.
    const attempt = `${task.id}/${task.attempt}`;
    if (audited.has(attempt)) return;
    audited.add(attempt);
    await recorder.record(task.id, () => [{ type: 'event.refused', why }]);
  }

  async function read(raw: string): Promise<WorkerEvent | undefined> {
    const opened = openSigned(raw, rights);
    if ('why' in opened) {
      await audit(raw, opened.why);
      return undefined;
    }
    return opened.event;
  }

  return events.subscribe({
    events: async (batch) => {
      const readable = (await Promise.all(batch.map(read))).filter((event) => event !== undefined);
      for (const [id, run] of Map.groupBy(readable, (event) => event.task)) await recorder.fold(id as TaskId, run);
    },
    telemetry: (raw) => {
      const origin = claimedOrigin(raw);
      const body = origin && verify(raw, rights.eventKey(origin.task, origin.attempt));
      const news = body ? Telemetry.safeParse(JSON.parse(body)) : undefined;
      if (news?.success) telemetry.heard(news.data);
    },
  });
}

function openSigned(raw: string, rights: Pick<Rights, 'eventKey'>): { event: WorkerEvent } | { why: string } {
  const origin = claimedOrigin(raw);
  if (!origin) return { why: 'it is not an event' };
  const body = verify(raw, rights.eventKey(origin.task, origin.attempt));
  if (body === undefined) return { why: 'its MAC is not valid' };
  try {
    return { event: parseWorkerEvent(JSON.parse(body)) };
  } catch (error) {
    // The sender is a worker of ours that says something malformed: kept for us to find, never folded.
    return { why: `it is malformed: ${error instanceof Error ? error.message.slice(0, 200) : 'unreadable'}` };
  }
}
