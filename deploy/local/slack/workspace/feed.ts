import type { Message } from './message.ts';
import type { View } from './view.ts';

/** Everything that happens in the workspace, as it happened. The app's events and people's screens are both drawn from this. */
export type Change =
  // Somebody spoke, changed or took back what they said
  | { readonly type: 'message.posted'; readonly channel: string; readonly message: Message }
  | {
      readonly type: 'message.changed';
      readonly channel: string;
      readonly message: Message;
      readonly previous: Message;
    }
  | { readonly type: 'message.deleted'; readonly channel: string; readonly previous: Message }
  | {
      readonly type: 'reaction.added' | 'reaction.removed';
      readonly channel: string;
      readonly message: Message;
      readonly user: string;
      readonly name: string;
    }
  // Something only one person sees
  | {
      readonly type: 'ephemeral.posted' | 'ephemeral.changed' | 'ephemeral.deleted';
      readonly user: string;
      readonly channel: string;
      readonly message: Message;
    }
  | { readonly type: 'modal.opened' | 'modal.updated' | 'modal.closed'; readonly user: string; readonly view: View }
  | { readonly type: 'home.published'; readonly user: string; readonly view: View };

export interface Feed {
  publish(change: Change): void;
  /** Gives back the way to stop listening. */
  subscribe(listener: (change: Change) => void): () => void;
}

/** Tells every listener, in order, at once. */
export function createFeed(): Feed {
  const listeners = new Set<(change: Change) => void>();
  return {
    publish(change) {
      for (const listener of [...listeners]) listener(change);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
