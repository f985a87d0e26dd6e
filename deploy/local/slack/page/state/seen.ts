import type { Seen, SeenMessage, SeenView } from '../../person/protocol.ts';
import { isReply, withMessage, withoutMessage, withPosted } from './messages.ts';
import type { Conversation, Model } from './model.ts';

/** The page after something happened before the eyes of the person acted as. */
export function afterSeen(model: Model, seen: Seen): Model {
  switch (seen.type) {
    case 'message.posted':
      return withUnread(changed(model, seen.message, withPosted), model, seen.message);
    case 'message.changed':
    case 'reaction.added':
    case 'reaction.removed':
      return changed(model, seen.message, withMessage);
    case 'message.deleted':
      return changed(model, seen.message, withoutMessage);
    case 'ephemeral.posted':
    case 'ephemeral.changed':
      return { ...model, ephemerals: withMessage(model.ephemerals, seen.message) };
    case 'ephemeral.deleted':
      return { ...model, ephemerals: withoutMessage(model.ephemerals, seen.message) };
    case 'modal.opened':
    case 'modal.updated':
      return { ...model, modals: withView(model.modals, seen.view) };
    case 'modal.closed':
      return { ...model, modals: model.modals.filter(({ id }) => id !== seen.view.id) };
    case 'home.published':
      return { ...model, home: seen.view };
    default:
      return seen satisfies never;
  }
}

type Change = (messages: readonly SeenMessage[], message: SeenMessage) => readonly SeenMessage[];

function changed(model: Model, message: SeenMessage, change: Change): Model {
  const known: Conversation = model.conversations[message.channel] ?? { messages: [], isLoaded: false };
  const conversation = { ...known, messages: change(known.messages, message) };
  return { ...model, conversations: { ...model.conversations, [message.channel]: conversation } };
}

/** Counts what was said where the person is not looking, once, but not what they said themselves. */
function withUnread(model: Model, before: Model, message: SeenMessage): Model {
  const { channel, user, ts } = message;
  const isLooking = channel === model.route.place || user === model.route.person;
  const isKnown = before.conversations[channel]?.messages.some((known) => known.ts === ts);
  if (isReply(message) || isLooking || isKnown) return model;
  return { ...model, unread: { ...model.unread, [channel]: (model.unread[channel] ?? 0) + 1 } };
}

function withView(modals: readonly SeenView[], view: SeenView): readonly SeenView[] {
  const at = modals.findIndex(({ id }) => id === view.id);
  return at === -1 ? [...modals, view] : modals.with(at, view);
}
