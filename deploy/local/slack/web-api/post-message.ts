import type { Channel } from '../workspace/channels.ts';
import { type Message, replyTo } from '../workspace/message.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { ApiError } from './api-error.ts';
import { type Content, fromBot, readContent, readMetadata } from './content.ts';
import { joinedChannel } from './lookup.ts';
import type { Answer } from './method.ts';

/** Longer text is cut, not refused. */
const POST_TEXT_LIMIT = 40_000;

export interface Post extends Content {
  readonly channel: string;
  readonly thread_ts?: string | undefined;
  readonly reply_broadcast?: boolean | undefined;
  readonly metadata?: unknown;
}

/** `chat.postMessage`: a new message of the bot, in a channel, a thread or a direct message. */
export function postMessage(workspace: Pick<Workspace, 'channels' | 'messages' | 'ids'>, post: Post): Answer {
  const channel = joinedChannel(workspace, post.channel);
  const metadata = readMetadata(post.metadata);
  const content = readContent(post, workspace.ids);
  const message = workspace.messages.post(channel.id, {
    ...fromBot({ ...content, text: content.text.slice(0, POST_TEXT_LIMIT) }),
    ...(metadata === undefined ? {} : { metadata }),
    ...(post.thread_ts === undefined ? {} : threadPlace(workspace, channel, post.thread_ts, post.reply_broadcast)),
  });
  const truncated = content.text.length > POST_TEXT_LIMIT ? { warning: 'message_truncated' } : {};
  return { channel: channel.id, ts: message.ts, message, ...truncated };
}

/** Where a reply goes. Only a message that is no reply itself can have replies. */
export function threadPlace(
  { messages }: Pick<Workspace, 'messages'>,
  channel: Pick<Channel, 'id'>,
  threadTs: string,
  broadcast: boolean | undefined,
): Pick<Message, 'thread_ts' | 'parent_user_id' | 'subtype'> {
  const root = messages.find(channel.id, threadTs);
  if (root === undefined) throw new ApiError('thread_not_found');
  if (replyTo(root) !== undefined) throw new ApiError('cannot_reply_to_message');
  return {
    thread_ts: root.ts,
    parent_user_id: root.user,
    ...(broadcast === true ? { subtype: 'thread_broadcast' } : {}),
  };
}
