import type { Channel } from '../workspace/channels.ts';
import type { Message } from '../workspace/message.ts';
import type { ThreadSummary } from '../workspace/message-table.ts';
import type { PersonProfile } from '../workspace/people.ts';
import { APP, TEAM } from '../workspace/team.ts';

/** A channel as `conversations.*` shows it to the bot. */
export function channelObject(channel: Channel) {
  const common = { id: channel.id, created: 0, is_archived: false, is_im: channel.kind === 'im', is_org_shared: false };
  if (channel.kind === 'im')
    return { ...common, user: channel.with, is_user_deleted: false, is_open: true, priority: 0 };
  return {
    ...common,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: channel.kind === 'channel',
    is_group: channel.kind === 'group',
    is_mpim: false,
    is_private: channel.kind === 'group',
    is_general: channel.name === 'general',
    is_member: channel.members.includes(APP.botUser),
    is_shared: false,
    is_ext_shared: false,
    context_team_id: TEAM.id,
    creator: channel.members[0] ?? APP.botUser,
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
  };
}

/** A person as `users.info` shows them. */
export function userObject({ id, name, admin }: PersonProfile, isBot: boolean) {
  const realName = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return {
    id,
    team_id: TEAM.id,
    name,
    real_name: realName,
    deleted: false,
    tz: 'Etc/UTC',
    tz_label: 'Coordinated Universal Time',
    tz_offset: 0,
    profile: { real_name: realName, display_name: name, email: `${name}@example.com`, team: TEAM.id },
    is_admin: admin === true,
    is_owner: false,
    is_restricted: false,
    is_ultra_restricted: false,
    is_bot: isBot,
    is_app_user: false,
    updated: 0,
  };
}

/** A message as histories show it: with what its thread adds up to, and with metadata only when it was asked for. */
export function historyMessage(message: Message, thread: ThreadSummary | undefined, withMetadata: boolean) {
  const { metadata, ...rest } = message;
  return {
    ...rest,
    ...(withMetadata && metadata !== undefined ? { metadata } : {}),
    ...(thread === undefined ? {} : threadFields(message, thread)),
  };
}

function threadFields({ ts }: Message, { replies, users, latestTs }: ThreadSummary) {
  return {
    thread_ts: ts,
    reply_count: replies,
    reply_users: users,
    reply_users_count: users.length,
    latest_reply: latestTs,
    is_locked: false,
    subscribed: true,
  };
}
