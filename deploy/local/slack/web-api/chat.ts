import * as z from 'zod';
import type { Channel } from '../workspace/channels.ts';
import type { Draft, Message } from '../workspace/message.ts';
import { APP } from '../workspace/team.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { ApiError } from './api-error.ts';
import { Flag } from './arguments.ts';
import { contentArguments, fromBot, readContent, readMetadata } from './content.ts';
import { joinedChannel, knownChannel } from './lookup.ts';
import { type Methods, method } from './method.ts';
import { postMessage } from './post-message.ts';

const UPDATE_TEXT_LIMIT = 4_000;

const Place = z.object({ channel: z.string(), ts: z.string() });
const PostEphemeral = z.object({
  channel: z.string(),
  user: z.string(),
  thread_ts: z.string().optional(),
  ...contentArguments,
});
const Update = z.object({
  ...Place.shape,
  ...contentArguments,
  reply_broadcast: Flag.optional(),
  file_ids: z.unknown().optional(),
});
const GetPermalink = z.object({ channel: z.string(), message_ts: z.string() });
const PostMessage = z.object({
  channel: z.string(),
  thread_ts: z.string().optional(),
  reply_broadcast: Flag.optional(),
  ...contentArguments,
});

type Needs = Pick<Workspace, 'channels' | 'messages' | 'ephemerals' | 'ids' | 'people'>;

/** `chat.*`: everything the bot says. */
export function chatMethods(workspace: Needs, url: string): Methods {
  const { ids, messages } = workspace;
  return {
    'chat.postMessage': method(PostMessage, (args) => postMessage(workspace, args)),
    'chat.postEphemeral': method(PostEphemeral, (args) => postEphemeral(workspace, args)),
    'chat.update': method(Update, (args) => {
      const channel = joinedChannel(workspace, args.channel);
      const before = ownMessage(workspace, channel, args.ts, 'cant_update_message');
      if ((args.text?.length ?? 0) > UPDATE_TEXT_LIMIT) throw new ApiError('msg_too_long');
      const message = updated(before, readUpdate(before, args, ids), args.metadata, ids.ts());
      messages.change(channel.id, message);
      return { channel: channel.id, ts: message.ts, text: message.text, message };
    }),
    'chat.delete': method(Place, (args) => {
      const channel = joinedChannel(workspace, args.channel);
      const { ts } = ownMessage(workspace, channel, args.ts, 'cant_delete_message');
      messages.remove(channel.id, ts);
      return { channel: channel.id, ts };
    }),
    'chat.getPermalink': method(GetPermalink, (args) => {
      const channel = knownChannel(workspace, args.channel);
      const message = messages.find(channel.id, args.message_ts);
      if (message === undefined) throw new ApiError('message_not_found');
      const thread = message.thread_ts === undefined ? '' : `?thread_ts=${message.thread_ts}&cid=${channel.id}`;
      return {
        channel: channel.id,
        permalink: `${url}/archives/${channel.id}/p${message.ts.replace('.', '')}${thread}`,
      };
    }),
  };
}

function ownMessage({ messages }: Needs, channel: Channel, ts: string, refusal: string): Message {
  const message = messages.find(channel.id, ts);
  if (message === undefined || message.subtype === 'tombstone') throw new ApiError('message_not_found');
  if (message.bot_id !== APP.botId) throw new ApiError(refusal);
  return message;
}

function postEphemeral(workspace: Needs, args: z.output<typeof PostEphemeral>) {
  const channel = joinedChannel(workspace, args.channel);
  if (!channel.members.includes(args.user)) throw new ApiError('user_not_in_channel');
  const content = fromBot(readContent(args, workspace.ids));
  const place = args.thread_ts === undefined ? {} : { thread_ts: args.thread_ts };
  const message = workspace.ephemerals.post(args.user, channel.id, { ...content, ...place });
  return { message_ts: message.ts };
}

/** An update without text, blocks and attachments changes metadata only: what is shown stays. */
function readUpdate(
  before: Message,
  args: z.output<typeof Update>,
  ids: Needs['ids'],
): Pick<Draft, 'text' | 'blocks' | 'attachments'> {
  const { text, blocks, attachments, markdown_text: markdown, metadata } = args;
  const saysNothing = [text, blocks, attachments, markdown].every((part) => part === undefined);
  return saysNothing && metadata !== undefined ? before : readContent(args, ids);
}

/** What is not sent is dropped (blocks, attachments), but metadata stays until it is sent; only bare text shows as edited. */
function updated(
  before: Message,
  content: Pick<Draft, 'text' | 'blocks' | 'attachments'>,
  metadata: unknown,
  editTs: string,
): Message {
  const { blocks: _blocks, attachments: _attachments, metadata: kept, edited: _edited, ...rest } = before;
  const next = metadata === undefined ? kept : readMetadata(metadata);
  return {
    ...rest,
    ...content,
    ...(next === undefined ? {} : { metadata: next }),
    ...(content.blocks === undefined ? { edited: { user: APP.botUser, ts: editTs } } : {}),
  };
}
