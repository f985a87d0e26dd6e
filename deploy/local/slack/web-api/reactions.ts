import * as z from 'zod';
import { EMOJI_NAME } from '../workspace/reactions.ts';
import { APP } from '../workspace/team.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { ApiError } from './api-error.ts';
import { joinedChannel } from './lookup.ts';
import { type Methods, method } from './method.ts';

const Item = z.object({ channel: z.string().optional(), timestamp: z.string().optional() });
const Change = z.object({ ...Item.shape, name: z.string() });

type Needs = Pick<Workspace, 'channels' | 'messages'>;

/** `reactions.*` of the bot. */
export function reactionMethods(workspace: Needs): Methods {
  const { messages } = workspace;
  return {
    'reactions.add': method(Change, (args) => {
      const { channel, message } = findItem(workspace, args);
      if (!messages.react(channel, message.ts, APP.botUser, readName(args.name))) throw new ApiError('already_reacted');
      return {};
    }),
    'reactions.remove': method(Change, (args) => {
      const { channel, message } = findItem(workspace, args);
      if (!messages.unreact(channel, message.ts, APP.botUser, readName(args.name))) throw new ApiError('no_reaction');
      return {};
    }),
    'reactions.get': method(Item, (args) => {
      const { channel, message } = findItem(workspace, args);
      return { type: 'message', channel, message };
    }),
  };
}

function findItem(workspace: Needs, { channel: reference, timestamp }: z.output<typeof Item>) {
  if (reference === undefined || timestamp === undefined) throw new ApiError('no_item_specified');
  const channel = joinedChannel(workspace, reference);
  if (!/^\d+\.\d{6}$/.test(timestamp)) throw new ApiError('bad_timestamp');
  const message = workspace.messages.find(channel.id, timestamp);
  if (message === undefined) throw new ApiError('message_not_found');
  return { channel: channel.id, message };
}

/** Colons around the name are forgiven, as Slack does. */
function readName(name: string): string {
  const bare = name.replace(/^:|:$/g, '');
  if (!EMOJI_NAME.test(bare)) throw new ApiError('invalid_name');
  return bare;
}
