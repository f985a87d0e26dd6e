import * as z from 'zod';
import type { Message } from '../workspace/message.ts';
import { APP } from '../workspace/team.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { ApiError } from './api-error.ts';
import { Flag } from './arguments.ts';
import { joinedChannel, knownChannel } from './lookup.ts';
import { type Methods, method } from './method.ts';
import { page, pageArguments, within } from './page.ts';
import { channelObject, historyMessage } from './shapes.ts';

const Info = z.object({ channel: z.string(), include_num_members: Flag.optional() });
const History = z.object({ channel: z.string(), include_all_metadata: Flag.optional(), ...pageArguments });
const Replies = z.object({ ...History.shape, ts: z.string() });
const Open = z.object({ users: z.string().optional(), channel: z.string().optional(), return_im: Flag.optional() });
const Members = z.object({ channel: z.string(), cursor: pageArguments.cursor, limit: pageArguments.limit });

type Needs = Pick<Workspace, 'channels' | 'messages' | 'people'>;

/** `conversations.*`: channels, their members and what was said in them. */
export function conversationMethods(workspace: Needs): Methods {
  const { channels, messages } = workspace;
  return {
    'conversations.info': method(Info, (args) => {
      const channel = knownChannel(workspace, args.channel);
      const count = args.include_num_members === true ? { num_members: channel.members.length } : {};
      return { channel: { ...channelObject(channel), ...count } };
    }),
    'conversations.history': method(History, (args) => {
      const { id } = joinedChannel(workspace, args.channel);
      const { items, ...rest } = page(within(messages.inChannel(id).toReversed(), args), byTs, args);
      return { messages: shown(workspace, id, items, args), pin_count: 0, ...paging(rest) };
    }),
    'conversations.replies': method(Replies, (args) => replies(workspace, args)),
    'conversations.join': method(z.object({ channel: z.string() }), (args) => {
      const channel = knownChannel(workspace, args.channel);
      if (channel.kind !== 'channel') throw new ApiError('method_not_supported_for_channel_type');
      const joined = channels.join(channel.id, APP.botUser);
      const already = channel.members.includes(APP.botUser) ? { warning: 'already_in_channel' } : {};
      return { channel: channelObject(joined), ...already };
    }),
    'conversations.open': method(Open, (args) => {
      const channel = openDirect(workspace, args);
      return { channel: args.return_im === true ? channelObject(channel) : { id: channel.id } };
    }),
    'conversations.members': method(Members, (args) => {
      const { members } = knownChannel(workspace, args.channel);
      const { items, nextCursor } = page(members, (user) => user, args);
      return { members: items, response_metadata: { next_cursor: nextCursor } };
    }),
  };
}

function replies(workspace: Needs, args: z.output<typeof Replies>) {
  const { messages } = workspace;
  const { id } = joinedChannel(workspace, args.channel);
  const asked = messages.find(id, args.ts);
  if (asked === undefined) throw new ApiError('thread_not_found');
  const [root, ...rest] = messages.inThread(id, asked.thread_ts ?? asked.ts);
  // The root leads the thread, whatever the time limits say.
  const wanted = root === undefined ? [] : [root, ...within(rest, args)];
  const { items, ...found } = page(wanted, byTs, args);
  return { messages: shown(workspace, id, items, args), ...paging(found) };
}

function shown(
  { messages }: Needs,
  channel: string,
  found: readonly Message[],
  args: { include_all_metadata?: boolean | undefined },
) {
  const threads = messages.threads(channel);
  return found.map((message) => historyMessage(message, threads.get(message.ts), args.include_all_metadata === true));
}

const byTs = ({ ts }: Message) => ts;

function paging({ hasMore, nextCursor }: { hasMore: boolean; nextCursor: string }) {
  return { has_more: hasMore, ...(hasMore ? { response_metadata: { next_cursor: nextCursor } } : {}) };
}

function openDirect({ channels, people }: Needs, args: z.output<typeof Open>) {
  if (args.channel !== undefined) return knownChannel({ channels }, args.channel);
  if (!args.users) throw new ApiError('users_list_not_supplied');
  const [user, ...others] = args.users.split(',').map((id) => id.trim());
  if (others.length > 0) throw new ApiError('too_many_users');
  if (user === undefined || people.find(user) === undefined) throw new ApiError('user_not_found');
  return channels.direct(user);
}
