import { bodyLimit } from 'hono/body-limit';
import { TaskError } from '#shared/task/failure.ts';

/** A refusal like any other: what is too large now is too large when it is sent again. */
export function atMost(maxSize: number) {
  return bodyLimit({
    maxSize,
    onError: () => {
      throw new TaskError('request_too_large', `The request has more than ${maxSize} bytes.`, {
        whose: 'service',
        remedy: 'Send less of it.',
      });
    },
  });
}
