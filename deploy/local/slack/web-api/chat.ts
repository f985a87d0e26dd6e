import * as z from 'zod';
import type { Workspace } from '../workspace/workspace.ts';
import { ApiError } from './api-error.ts';
import { Flag } from './arguments.ts';
import { contentArguments, fromBot, readContent } from './content.ts';
import { joinedChannel, knownChannel } from './lookup.ts';
import { type Methods, method } from './method.ts';
import { postMessage } from './post-message.ts';
import { ownMessage, updateMessage } from './update-message.ts';

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
  const { messages } = workspace;
  return {
    'chat.postMessage': method(PostMessage, (args) => postMessage(workspace, args)),
    'chat.postEphemeral': method(PostEphemeral, (args) => postEphemeral(workspace, args)),
    'chat.update': method(Update, (args) => updateMessage(workspace, args)),
    'chat.delete': method(Place, (args) => {
      const { channel, message } = ownMessage(workspace, args, 'cant_delete_message');
      messages.remove(channel, message.ts);
      return { channel, ts: message.ts };
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

function postEphemeral(workspace: Needs, args: z.output<typeof PostEphemeral>) {
  const channel = joinedChannel(workspace, args.channel);
  if (!channel.members.includes(args.user)) throw new ApiError('user_not_in_channel');
  const content = fromBot(readContent(args, workspace.ids));
  const place = args.thread_ts === undefined ? {} : { thread_ts: args.thread_ts };
  const message = workspace.ephemerals.post(args.user, channel.id, { ...content, ...place });
  return { message_ts: message.ts };
}
