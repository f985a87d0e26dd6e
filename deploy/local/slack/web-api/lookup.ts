import type { Channel } from '../workspace/channels.ts';
import { APP } from '../workspace/team.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { ApiError } from './api-error.ts';

/** A channel the bot may know of: any public one, and private ones it is in. */
export function knownChannel({ channels }: Pick<Workspace, 'channels'>, reference: string): Channel {
  const channel = channels.find(reference);
  const hidden = channel?.kind === 'group' && !channel.members.includes(APP.botUser);
  if (channel === undefined || hidden) throw new ApiError('channel_not_found');
  return channel;
}

/** A channel the bot is in. */
export function joinedChannel(workspace: Pick<Workspace, 'channels'>, reference: string): Channel {
  const channel = knownChannel(workspace, reference);
  if (!channel.members.includes(APP.botUser)) throw new ApiError('not_in_channel');
  return channel;
}
