import type { SeenMessage } from '../../person/protocol.ts';
import { isSameDay, momentOf } from './time.ts';

/** A message and how it stands to the one above it. */
export interface Lined {
  readonly message: SeenMessage;
  /** The first of its day. */
  readonly opensDay: boolean;
  /** Said by the same person right after the one above, so that the name need not be said again. */
  readonly continues: boolean;
}

const PAUSE_SECONDS = 5 * 60;

/** How a list of messages is set out, oldest first. */
export const linedUp = (messages: readonly SeenMessage[]): readonly Lined[] =>
  messages.map((message, index) => {
    const above = messages[index - 1];
    const opensDay = above === undefined || !isSameDay(momentOf(above.ts), momentOf(message.ts));
    return { message, opensDay, continues: !opensDay && above !== undefined && continuesAfter(above, message) };
  });

function continuesAfter(above: SeenMessage, message: SeenMessage): boolean {
  const pause = Number(message.ts) - Number(above.ts);
  const isSameKind = above.is_ephemeral === message.is_ephemeral && above.subtype === message.subtype;
  // A message with a thread under it closes its group.
  return above.user === message.user && isSameKind && pause < PAUSE_SECONDS && (above.reply_count ?? 0) === 0;
}
