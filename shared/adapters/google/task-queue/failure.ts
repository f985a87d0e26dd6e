import { TaskError } from '../../../task/failure.ts';

interface About {
  readonly queue: string;
  readonly serviceAccount: string;
}

/** gRPC's numbers for trouble that passes. */
export const PASSING = {
  deadlineExceeded: 4,
  resourceExhausted: 8,
  aborted: 10,
  internal: 13,
  unavailable: 14,
} as const;
const PASSING_CODES = new Set<unknown>(Object.values(PASSING));

/** What Cloud Tasks said no to, in words, with what to do about it. */
export function queueFailure(cause: unknown, about: About): TaskError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  const { name, words, remedy } = PASSING_CODES.has(code) ? unavailable(about) : refusal(code, about);
  return new TaskError(name, words, { whose: PASSING_CODES.has(code) ? 'transient' : 'service', remedy, cause });
}

const unavailable = ({ queue }: About) => ({
  name: 'queue_unavailable',
  words: `Cloud Tasks does not take work for ${queue} at the moment.`,
  remedy: 'Nothing: it is tried again.',
});

function refusal(code: unknown, { queue, serviceAccount }: About) {
  switch (code) {
    case 3:
      return {
        name: 'queue_refused',
        words: `Cloud Tasks does not understand what it is asked for ${queue}.`,
        remedy: 'Correct the name of the queue (projects/…/locations/…/queues/…) and the public address of the bot.',
      };
    case 5:
      return {
        name: 'queue_missing',
        words: `There is no queue ${queue}.`,
        remedy: 'Create it, or correct its name. One that nobody used for 30 days may take minutes to come back.',
      };
    case 7:
      return {
        name: 'queue_forbidden',
        words: `The bot may not use the queue ${queue}.`,
        remedy: `Give its account roles/cloudtasks.enqueuer and roles/cloudtasks.viewer on the queue, and roles/iam.serviceAccountUser on ${serviceAccount}.`,
      };
    case 16:
      return {
        name: 'queue_forbidden',
        words: `Cloud Tasks does not know who asks for the queue ${queue}.`,
        remedy: 'Run the bot as a service account, or set up application default credentials.',
      };
    default:
      return {
        name: 'queue_failed',
        words: `Cloud Tasks failed in a way nobody planned for, on the queue ${queue}.`,
        remedy: 'Look for its error in the log; the task is enqueued again by itself.',
      };
  }
}
