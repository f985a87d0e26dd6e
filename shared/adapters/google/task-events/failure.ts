import { TaskError } from '#shared/task/failure.ts';

type Words = (place: string) => { readonly code: string; readonly words: string; readonly remedy: string };

/** By gRPC status: problems that do not pass while nobody changes anything. */
const LASTING: Readonly<Record<number, Words>> = {
  3: (place) => ({
    code: 'events_refused',
    words: `Pub/Sub does not accept what was sent to ${place}.`,
    remedy: 'Look at the cause in the log: a name or a setting of Pub/Sub is not what Bellhop expects.',
  }),
  5: (place) => ({
    code: 'events_missing',
    words: `There is no ${place}.`,
    remedy: 'Make it with deploy/google/pubsub.sh, or correct its name in the configuration.',
  }),
  7: (place) => ({
    code: 'events_forbidden',
    words: `This account may not use the ${place}.`,
    remedy: 'Workers need roles/pubsub.publisher on the topic, bots roles/pubsub.subscriber on the subscription.',
  }),
  9: (place) => ({
    code: 'events_misconfigured',
    words: `The ${place} is not set up for this use.`,
    remedy: 'Compare it with deploy/google/pubsub.sh: a pull subscription with message ordering, not detached.',
  }),
  16: (place) => ({
    code: 'events_unauthenticated',
    words: `Google does not know who wants to use the ${place}.`,
    remedy: 'Run it with a service account, or set up application default credentials.',
  }),
};

/** What the client of Pub/Sub rejected with, in words. `place`: `topic x of project y`. */
export function pubsubFailure(cause: unknown, place: string): TaskError {
  const lasting = LASTING[statusOf(cause) ?? -1]?.(place);
  if (lasting) return new TaskError(lasting.code, lasting.words, { whose: 'service', remedy: lasting.remedy, cause });
  return new TaskError('events_unreachable', `Pub/Sub cannot be reached for the ${place}.`, {
    whose: 'transient',
    remedy: 'Nothing: it is tried again by itself.',
    cause,
  });
}

/** Whether trying again may help while nobody changes anything. */
export const mayPass = (error: TaskError): boolean => error.whose === 'transient';

function statusOf(error: unknown): number | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' ? error.code : undefined;
}
