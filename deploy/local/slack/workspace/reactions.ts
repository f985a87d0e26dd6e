import type { Message, Reaction } from './message.ts';

/** A name Slack could know an emoji by. */
export const EMOJI_NAME = /^[a-z0-9_+'-]+(::skin-tone-[2-6])?$/;

/** The message with the reaction on it, or nothing when that person already gave it. */
export function withReaction(message: Message, user: string, name: string): Message | undefined {
  const reactions = message.reactions ?? [];
  const given = reactions.find((reaction) => reaction.name === name);
  if (given?.users.includes(user)) return undefined;
  if (given === undefined) return { ...message, reactions: [...reactions, counted(name, [user])] };
  const changed = counted(name, [...given.users, user]);
  return { ...message, reactions: reactions.map((reaction) => (reaction === given ? changed : reaction)) };
}

/** The message without the reaction, or nothing when that person had not given it. */
export function withoutReaction(message: Message, user: string, name: string): Message | undefined {
  const reactions = message.reactions ?? [];
  const given = reactions.find((reaction) => reaction.name === name);
  if (!given?.users.includes(user)) return undefined;
  const changed = counted(
    name,
    given.users.filter((other) => other !== user),
  );
  const left = reactions.map((reaction) => (reaction === given ? changed : reaction)).filter(({ count }) => count > 0);
  return { ...message, reactions: left };
}

function counted(name: string, users: readonly string[]): Reaction {
  return { name, users, count: users.length };
}
