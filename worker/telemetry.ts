import type { TaskEventsWriter } from '#shared/ports.ts';
import type { Telemetry } from '#shared/task/events.ts';
import type { Moment } from '#shared/task/task.ts';
import { clip, clipTail } from '#shared/text/clip.ts';
import type { Redact } from '#shared/text/redact.ts';
import { sign } from '#shared/worker-api.ts';

type News = Pick<Telemetry, 'doing' | 'tail' | 'usage'>;
/** Says what goes on right now. Only the latest is shown, and it may be lost. */
export type ReportNews = (news: News) => void;

interface Needs {
  readonly writer: Pick<TaskEventsWriter, 'tell'>;
  readonly task: string;
  readonly attempt: number;
  readonly key: string;
  readonly redact: Redact;
  readonly now: () => Moment;
}

const EVERY_MS = 500;
const TAIL_CHARACTERS = 3_000;

/** Sends at most two reports a second, the latest each time. */
export function createTelemetry(needs: Needs): { report: ReportNews; close(): void } {
  let latest: News | undefined;
  let usage: News['usage'];
  let timer: NodeJS.Timeout | undefined;

  function send(): void {
    timer = undefined;
    if (!latest) return;
    const raw = onTheWire(latest, needs);
    latest = undefined;
    timer = setTimeout(send, EVERY_MS);
    // Lost news are replaced by the next ones, and no record depends on them.
    needs.writer.tell(raw).catch(() => undefined);
  }

  return {
    report(news) {
      usage = news.usage ?? usage;
      latest = { ...news, ...(usage && { usage }) };
      if (!timer) send();
    },
    close() {
      latest = undefined;
      clearTimeout(timer);
    },
  };
}

function onTheWire({ doing, tail, usage }: News, { task, attempt, key, redact, now }: Needs): string {
  const shown = {
    doing: clip(redact(doing), 200),
    ...(tail !== undefined && { tail: clipTail(redact(tail), TAIL_CHARACTERS) }),
    ...(usage && { usage }),
  };
  return sign(JSON.stringify({ task, attempt, at: now(), ...shown }), key);
}

/** Reports the last lines of a command's output as they come. */
export function tailing(report: ReportNews, doing: string): (text: string) => void {
  let tail = '';
  return (text) => {
    // Twice what is shown, so that a secret cut in two at the far end is out of sight.
    tail = (tail + text).slice(-4 * TAIL_CHARACTERS);
    report({ doing, tail });
  };
}
