import type { SeenMessage } from '../../person/protocol.ts';

/** Whether it stands in a thread and not in the channel. */
export const isReply = ({ ts, thread_ts: thread, subtype }: SeenMessage): boolean =>
  thread !== undefined && thread !== ts && subtype !== 'thread_broadcast';

/** The list with this message in its place. News of a known message keeps what only histories tell of its thread. */
export function withMessage(messages: readonly SeenMessage[], message: SeenMessage): readonly SeenMessage[] {
  const at = messages.findLastIndex(({ ts }) => ts <= message.ts);
  const before = messages[at];
  if (before?.ts === message.ts) return messages.with(at, { ...threadPart(before), ...message });
  return messages.toSpliced(at + 1, 0, message);
}

/** The list after a new message: a reply also counts on its root, once however often it is told. */
export function withPosted(messages: readonly SeenMessage[], message: SeenMessage): readonly SeenMessage[] {
  const posted = withMessage(messages, message);
  const { thread_ts: thread, ts, user } = message;
  if (thread === undefined || thread === ts) return posted;
  return posted.map((root) => (root.ts === thread ? withReply(root, ts, user) : root));
}

/** The list after a deletion. The root of a thread leaves a mark, so that its replies keep their place. */
export function withoutMessage(messages: readonly SeenMessage[], gone: SeenMessage): readonly SeenMessage[] {
  const known = messages.find(({ ts }) => ts === gone.ts);
  if (known === undefined) return messages;
  const { thread_ts: thread, ts } = gone;
  const others = messages
    .filter((message) => message !== known)
    .map((message) => (message.ts === thread && thread !== ts ? withoutReply(message) : message));
  return (known.reply_count ?? 0) > 0 ? withMessage(others, tombstoneOf(known)) : others;
}

/** What the channel shows, oldest first. */
export const ofChannel = (messages: readonly SeenMessage[]): readonly SeenMessage[] =>
  messages.filter((message) => !isReply(message));

/** The root and its replies, oldest first. */
export const ofThread = (messages: readonly SeenMessage[], root: string): readonly SeenMessage[] =>
  messages.filter(({ ts, thread_ts: thread }) => ts === root || thread === root);

function threadPart({ reply_count, reply_users, latest_reply }: SeenMessage): Partial<SeenMessage> {
  return {
    ...(reply_count !== undefined && { reply_count }),
    ...(reply_users !== undefined && { reply_users }),
    ...(latest_reply !== undefined && { latest_reply }),
  };
}

function withReply(root: SeenMessage, ts: string, user: string): SeenMessage {
  if ((root.latest_reply ?? '') >= ts) return root;
  const { reply_count: count = 0, reply_users: users = [] } = root;
  return { ...root, reply_count: count + 1, reply_users: [...new Set([...users, user])], latest_reply: ts };
}

const withoutReply = (root: SeenMessage): SeenMessage => ({
  ...root,
  reply_count: Math.max(0, (root.reply_count ?? 0) - 1),
});

const tombstoneOf = ({ channel, ts, thread_ts: thread = ts, ...rest }: SeenMessage): SeenMessage => ({
  ...threadPart({ channel, ts, ...rest }),
  channel,
  ts,
  thread_ts: thread,
  user: 'USLACKBOT',
  subtype: 'tombstone',
  text: 'This message was deleted.',
});
