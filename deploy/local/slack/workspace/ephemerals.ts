import type { Feed } from './feed.ts';
import type { Ids } from './ids.ts';
import { type Draft, type Message, withContent } from './message.ts';
import { TEAM } from './team.ts';

interface SeenByOne {
  readonly channel: string;
  readonly message: Message;
}

export interface Ephemerals {
  post(user: string, channel: string, draft: Draft): Message;
  of(user: string): readonly SeenByOne[];
  find(user: string, ts: string): SeenByOne | undefined;
  replace(user: string, ts: string, draft: Draft): void;
  remove(user: string, ts: string): void;
}

/** What only one person sees. As in Slack, nobody can update it by id and it does not outlive the process. */
export function createEphemerals(ids: Ids, feed: Feed): Ephemerals {
  const seen = new Map<string, readonly SeenByOne[]>();
  const of = (user: string) => seen.get(user) ?? [];
  const find = (user: string, ts: string) => of(user).find(({ message }) => message.ts === ts);
  return {
    of,
    find,
    post(user, channel, draft) {
      const message: Message = { type: 'message', ts: ids.ts(), team: TEAM.id, ...draft, is_ephemeral: true };
      seen.set(user, [...of(user), { channel, message }]);
      feed.publish({ type: 'ephemeral.posted', user, channel, message });
      return message;
    },
    replace(user, ts, draft) {
      const before = find(user, ts);
      if (before === undefined) return;
      const message: Message = withContent(before.message, draft);
      seen.set(
        user,
        of(user).map((other) => (other === before ? { ...other, message } : other)),
      );
      feed.publish({ type: 'ephemeral.changed', user, channel: before.channel, message });
    },
    remove(user, ts) {
      const before = find(user, ts);
      if (before === undefined) return;
      seen.set(
        user,
        of(user).filter((other) => other !== before),
      );
      feed.publish({ type: 'ephemeral.deleted', user, channel: before.channel, message: before.message });
    },
  };
}
