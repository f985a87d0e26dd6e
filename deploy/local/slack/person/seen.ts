import type { Change } from '../workspace/feed.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { Seen } from './protocol.ts';

/** The change as this person sees it happen; nothing when it is none of theirs. */
export function seenBy(user: string, change: Change, { channels }: Pick<Workspace, 'channels'>): Seen | undefined {
  const visible =
    'user' in change && !change.type.startsWith('reaction') ? change.user === user : isMember(user, change, channels);
  return visible ? Seen.parse(shape(change)) : undefined;
}

function isMember(user: string, change: Change, channels: Workspace['channels']): boolean {
  return 'channel' in change && channels.find(change.channel)?.members.includes(user) === true;
}

function shape(change: Change): unknown {
  if (!('channel' in change)) return change;
  const message = change.type === 'message.deleted' ? change.previous : change.message;
  return { ...change, message: { ...message, channel: change.channel } };
}
