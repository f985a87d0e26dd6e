import type { protos } from '@google-cloud/tasks';

/** A Duration, or a Timestamp as milliseconds since 1970; undefined when there is none. */
export function millisecondsOf(time: protos.google.protobuf.IDuration | null | undefined): number | undefined {
  return time ? Number(time.seconds ?? 0) * 1_000 + Number(time.nanos ?? 0) / 1e6 : undefined;
}

/** A Timestamp of a moment, or a Duration. */
export function timestampOf(ms: number): { seconds: number; nanos: number } {
  const seconds = Math.floor(ms / 1_000);
  return { seconds, nanos: Math.round((ms - seconds * 1_000) * 1e6) };
}
