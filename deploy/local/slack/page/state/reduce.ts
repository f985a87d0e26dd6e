import type { Offered } from '../../client/offers.ts';
import type { Seen, SeenMessage, SeenView } from '../../person/protocol.ts';
import { isReply, withMessage } from './messages.ts';
import { type Conversation, initialModel, type Model, type Notice, type Workspace } from './model.ts';
import type { Route } from './route.ts';
import { afterSeen } from './seen.ts';

/** Everything fetched at once, when the page opens and after every reconnection. */
export interface Snapshot {
  readonly workspace: Workspace;
  readonly ephemerals: readonly SeenMessage[];
  readonly modals: readonly SeenView[];
  readonly home: SeenView | null;
}

export type Action =
  // What the server tells
  | { readonly type: 'connection'; readonly is: Model['connection'] }
  | { readonly type: 'refreshed'; readonly snapshot: Snapshot }
  | { readonly type: 'loaded'; readonly channel: string; readonly messages: readonly SeenMessage[] }
  | {
      readonly type: 'thread.loaded';
      readonly channel: string;
      readonly root: string;
      readonly messages: readonly SeenMessage[];
    }
  | { readonly type: 'seen'; readonly seen: Seen }
  | { readonly type: 'offered'; readonly offered: Offered }
  // What the person does
  | { readonly type: 'moved'; readonly route: Route }
  | { readonly type: 'dismissed'; readonly ts: string }
  | { readonly type: 'drafted'; readonly place: string; readonly text: string }
  // What the page tells
  | { readonly type: 'told'; readonly notice: Omit<Notice, 'id'> }
  | { readonly type: 'notice.closed'; readonly id: number };

export function reduce(model: Model, action: Action): Model {
  switch (action.type) {
    case 'connection':
      return { ...model, connection: action.is };
    case 'refreshed':
      return { ...model, ...action.snapshot, conversations: outdated(model.conversations) };
    case 'loaded':
      return withLoaded(model, action.channel, action.messages);
    case 'thread.loaded':
      return withThread(model, action);
    case 'seen':
      return afterSeen(model, action.seen);
    case 'offered':
      return { ...model, offered: action.offered };
    case 'moved':
      return afterMove(model, action.route);
    case 'dismissed':
      return { ...model, dismissed: [...model.dismissed, action.ts] };
    case 'drafted':
      return { ...model, drafts: { ...model.drafts, [action.place]: action.text } };
    case 'told':
      return { ...model, notices: [...model.notices, { ...action.notice, id: nextId(model.notices) }] };
    case 'notice.closed':
      return { ...model, notices: model.notices.filter(({ id }) => id !== action.id) };
    default:
      return action satisfies never;
  }
}

/** What is there stays in sight until it has been fetched again. */
const outdated = (conversations: Model['conversations']): Model['conversations'] =>
  Object.fromEntries(
    Object.entries(conversations).map(([channel, { messages }]) => [channel, { messages, isLoaded: false }]),
  );

/** What was fetched takes the place of what was known: something may have been deleted while nobody told us. */
function withLoaded(model: Model, channel: string, loaded: readonly SeenMessage[]): Model {
  const replies = model.conversations[channel]?.messages.filter(isReply) ?? [];
  return withConversation(model, channel, { messages: loaded.reduce(withMessage, replies), isLoaded: true });
}

function withThread(model: Model, { channel, root, messages: loaded }: Extract<Action, { root: string }>): Model {
  const { messages, isLoaded } = model.conversations[channel] ?? { messages: [], isLoaded: false };
  const others = messages.filter(({ ts, thread_ts: thread }) => ts !== root && thread !== root);
  return withConversation(model, channel, { messages: loaded.reduce(withMessage, others), isLoaded });
}

const withConversation = (model: Model, channel: string, conversation: Conversation): Model => ({
  ...model,
  conversations: { ...model.conversations, [channel]: conversation },
});

/** Another person sees another workspace, so nothing of the one before stays. What is looked at is read. */
function afterMove(model: Model, route: Route): Model {
  const { offered, notices, dismissed } = model;
  if (route.person !== model.route.person) return { ...initialModel(route), offered, notices, dismissed };
  const { [route.place ?? '']: _read, ...unread } = model.unread;
  return { ...model, route, unread };
}

const nextId = (notices: readonly Notice[]): number => Math.max(0, ...notices.map(({ id }) => id)) + 1;
