/** Whose news it is. */
export interface Source {
  readonly task: string;
  readonly attempt: number;
}

/** Longest message that is published, in bytes: Pub/Sub takes requests of ten million. */
export const MAX_EVENT_BYTES = 9_000_000;

/** The attribute that tells telemetry from events: it holds the name of the attempt. */
export const NEWS_OF = 'news-of';

/** One name for an attempt: the ordering key of its events, and the document of its telemetry. */
export function sourceName({ task, attempt }: Source): string {
  const name = `${task}-${attempt}`;
  if (!isSourceName(name)) throw new RangeError(`no attempt has the name ${JSON.stringify(name.slice(0, 60))}`);
  return name;
}

/** Whoever may publish chooses what stands in an attribute. */
export function isSourceName(name: string): boolean {
  return /^t[0-9a-f]{11}-[1-9]\d{0,8}$/.test(name);
}
