import type { Message } from '../views/message.ts';
import {
  mayNotControl,
  notEnded,
  nothingToCancel,
  nothingToRetry,
  nothingToSteer,
  unknownTask,
} from '../views/messages.ts';
import type { Refused } from './control.ts';

/** Why something was not done, for the one who asked. */
export function refusalWords({ why, task, asked }: Refused): Message {
  if (!task) return unknownTask('');
  switch (why) {
    case 'not allowed':
      return mayNotControl(asked, task.requester);
    case 'too early':
      return notEnded(task);
    case 'too late':
      return TOO_LATE[asked](task);
    default:
      return why satisfies never;
  }
}

const TOO_LATE = {
  cancel: nothingToCancel,
  retry: nothingToRetry,
  steer: nothingToSteer,
  'follow up': nothingToSteer,
} as const;
