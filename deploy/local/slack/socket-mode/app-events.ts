import type { Channel, Channels } from '../workspace/channels.ts';
import type { Change } from '../workspace/feed.ts';
import type { Ids } from '../workspace/ids.ts';
import type { Message } from '../workspace/message.ts';
import { APP, TEAM } from '../workspace/team.ts';
import type { Payload } from './envelopes.ts';

/** The events the app gets for a change, in Slack's shapes: nothing about places where the bot is not. */
export function appEvents(change: Change, channels: Pick<Channels, 'find'>, ids: Ids): readonly Payload[] {
  if (!('channel' in change) || change.type.startsWith('ephemeral')) return [];
  const channel = channels.find(change.channel);
  if (channel === undefined || !channel.members.includes(APP.botUser)) return [];
  return eventsOf(change, channel, ids).map((event) => eventCallback(event, ids));
}

/** The envelope's payload around one event. */
export function eventCallback(event: Payload, ids: Ids): Payload {
  return {
    token: APP.verificationToken,
    team_id: TEAM.id,
    context_team_id: TEAM.id,
    context_enterprise_id: null,
    api_app_id: APP.id,
    event,
    type: 'event_callback',
    event_id: ids.next('Ev'),
    event_time: Math.floor(Number(event.event_ts)),
    authorizations: [
      { enterprise_id: null, team_id: TEAM.id, user_id: APP.botUser, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: false,
    event_context: ids.next('4-'),
  };
}

function eventsOf(change: Change, channel: Channel, ids: Ids): readonly Payload[] {
  const place = { channel: channel.id, channel_type: channel.kind };
  const hidden = () => {
    const ts = ids.ts();
    return { type: 'message', hidden: true, ts, event_ts: ts, ...place };
  };
  switch (change.type) {
    case 'message.posted':
      return posted(change.message, channel);
    case 'message.changed':
      return [{ ...hidden(), subtype: 'message_changed', message: change.message, previous_message: change.previous }];
    case 'message.deleted':
      return [
        { ...hidden(), subtype: 'message_deleted', deleted_ts: change.previous.ts, previous_message: change.previous },
      ];
    case 'reaction.added':
    case 'reaction.removed':
      return [
        {
          type: change.type.replace('.', '_'),
          user: change.user,
          reaction: change.name,
          item_user: change.message.user,
          item: { type: 'message', channel: channel.id, ts: change.message.ts },
          event_ts: ids.ts(),
        },
      ];
    default:
      return [];
  }
}

/** A mention in a channel comes twice, as a message and as a mention; in a direct message only once. */
function posted(message: Message, channel: Channel): readonly Payload[] {
  const event = { ...message, channel: channel.id, event_ts: message.ts, channel_type: channel.kind };
  const mentioned = channel.kind !== 'im' && message.bot_id === undefined && message.text.includes(`<@${APP.botUser}>`);
  if (!mentioned) return [event];
  const { channel_type: _type, ...mention } = event;
  return [event, { ...mention, type: 'app_mention' }];
}
