import type { DatabaseSync } from 'node:sqlite';
import type { People } from './people.ts';
import { APP } from './team.ts';

export interface ChannelOptions {
  readonly id: string;
  readonly name: string;
  readonly members: readonly string[];
  readonly private?: boolean;
}

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly kind: 'channel' | 'group' | 'im';
  readonly members: readonly string[];
  /** In a direct message: the person at the other end. */
  readonly with?: string;
}

export interface Channels {
  /** By id, or by name with or without `#`; a person's id names their direct message with the bot. */
  find(reference: string): Channel | undefined;
  direct(user: string): Channel;
  seenBy(user: string): readonly Channel[];
  join(channel: string, user: string): Channel;
}

/** The bot is a member of the default channels; of others only when it is listed, invited or joins. */
export function defaultChannels(people: People): readonly ChannelOptions[] {
  const members = [...people.all.map(({ id }) => id), APP.botUser];
  return [
    { id: 'C0GENERAL', name: 'general', members },
    { id: 'C0BUILDS', name: 'builds', members },
  ];
}

/** Where people and the bot meet. Direct messages exist as soon as somebody asks for one. */
export function createChannels(database: DatabaseSync, people: People, options: readonly ChannelOptions[]): Channels {
  const joined = database.prepare('SELECT user FROM membership WHERE channel = ?');
  const insert = database.prepare('INSERT OR IGNORE INTO membership (channel, user) VALUES (?, ?)');
  const read = (channel: ChannelOptions): Channel => ({
    id: channel.id,
    name: channel.name,
    kind: channel.private === true ? 'group' : 'channel',
    members: [...new Set([...channel.members, ...joined.all(channel.id).map((row) => String(row.user))])],
  });
  const direct = (user: string): Channel => ({
    id: `D${user.slice(1)}`,
    name: 'directmessage',
    kind: 'im',
    members: [user, APP.botUser],
    with: user,
  });
  const directOf = (reference: string) =>
    people.all.map(({ id }) => direct(id)).find((channel) => channel.id === reference || channel.with === reference);
  const find = (reference: string): Channel | undefined => {
    const named = options.find(({ id, name }) => id === reference || name === reference.replace(/^#/, ''));
    return named === undefined ? directOf(reference) : read(named);
  };
  return {
    find,
    direct,
    seenBy: (user) => [...options.map(read).filter(({ members }) => members.includes(user)), direct(user)],
    join(channel, user) {
      insert.run(channel, user);
      return find(channel) ?? direct(user);
    },
  };
}
