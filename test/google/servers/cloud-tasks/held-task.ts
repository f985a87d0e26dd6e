import type { protos } from '@google-cloud/tasks';
import { status } from '@grpc/grpc-js';
import { millisecondsOf, timestampOf } from '../durations.ts';
import { grpcError } from '../grpc.ts';

type ITask = protos.google.cloud.tasks.v2.ITask;
type IHttpRequest = protos.google.cloud.tasks.v2.IHttpRequest;

/** What came of a dispatch: the status of its answer; or why there was none. */
export type Outcome = { readonly status: number } | { readonly lost: string };

/** A task in a queue, until it is done or given up. */
export interface HeldTask {
  readonly queue: string;
  /** The last part of its name. */
  readonly id: string;
  readonly createdAt: number;
  readonly deadlineMs: number;
  readonly request: HttpTarget;
  dueAt: number;
  attempts: number;
  answers: number;
  last: Outcome | undefined;
}

interface HttpTarget {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer<ArrayBuffer> | undefined;
  readonly oidc: { readonly email: string; readonly audience: string } | undefined;
}

const MOST_BYTES = 100 * 1024;
const DEFAULT_DEADLINE_MS = 600_000;

/** Reads a task as Cloud Tasks does: what it would not take is refused. */
export function readTask(task: ITask, { queue, id, now }: { queue: string; id: string; now: number }): HeldTask {
  const deadlineMs = millisecondsOf(task.dispatchDeadline) ?? DEFAULT_DEADLINE_MS;
  if (deadlineMs < 15_000 || deadlineMs > 1_800_000) throw invalid('dispatch_deadline must be 15 s to 30 min');
  const dueAt = millisecondsOf(task.scheduleTime) ?? now;
  if (dueAt > now + 30 * 86_400_000) throw invalid('schedule_time is more than 30 days ahead');
  const request = readTarget(task.httpRequest);
  return { queue, id, createdAt: now, deadlineMs, request, dueAt, attempts: 0, answers: 0, last: undefined };
}

function readTarget(request: IHttpRequest | null | undefined): HttpTarget {
  if (!request) throw invalid('this server knows HTTP targets only');
  const { url, httpMethod, headers, body, oidcToken } = request;
  if (!url || !/^https?:\/\//.test(url)) throw invalid('url must begin with http:// or https://');
  const bytes = body ? Buffer.from(body as Uint8Array<ArrayBuffer>) : undefined;
  if (bytes && bytes.length > MOST_BYTES) throw invalid('task is larger than 100 KiB');
  if (oidcToken && !oidcToken.serviceAccountEmail) throw invalid('oidc_token has no service_account_email');
  return {
    url,
    method: String(httpMethod ?? 'POST'),
    headers: headers ?? {},
    body: bytes,
    // Without an audience a token is for the address.
    oidc: oidcToken ? { email: oidcToken.serviceAccountEmail ?? '', audience: oidcToken.audience || url } : undefined,
  };
}

/** A task as lists and answers show it. */
export function shownTask(held: HeldTask): ITask {
  return {
    name: `${held.queue}/tasks/${held.id}`,
    scheduleTime: timestampOf(held.dueAt),
    createTime: timestampOf(held.createdAt),
    dispatchCount: held.attempts,
    responseCount: held.answers,
  };
}

export const invalid = (words: string): Error => grpcError(status.INVALID_ARGUMENT, words);
