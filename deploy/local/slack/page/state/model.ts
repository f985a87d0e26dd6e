import type { Offered } from '../../client/offers.ts';
import type { Output, SeenMessage, SeenView } from '../../person/protocol.ts';
import type { Route } from './route.ts';

export type Workspace = Output<'workspace'>;

/** A channel as far as it is known: oldest first, replies of threads among the rest. */
export interface Conversation {
  readonly messages: readonly SeenMessage[];
  /** Whether what was said before the page was opened has been fetched. */
  readonly isLoaded: boolean;
}

/** Something the page tells in passing. */
export interface Notice {
  readonly id: number;
  readonly words: string;
  readonly remedy?: string;
  readonly kind: 'problem' | 'done';
}

/** Everything the page knows. It changes by `reduce` only. */
export interface Model {
  readonly connection: 'connecting' | 'live' | 'reconnecting';
  readonly route: Route;
  readonly workspace: Workspace | undefined;
  readonly conversations: Readonly<Record<string, Conversation>>;
  /** What only the person acted as sees. */
  readonly ephemerals: readonly SeenMessage[];
  readonly dismissed: readonly string[];
  /** The one on top last. */
  readonly modals: readonly SeenView[];
  readonly home: SeenView | null;
  readonly unread: Readonly<Record<string, number>>;
  /** What is typed and not yet sent, by channel or thread. */
  readonly drafts: Readonly<Record<string, string>>;
  readonly offered: Offered;
  readonly notices: readonly Notice[];
}

const NOTHING_OFFERED: Offered = { repositories: [], suggestions: [], acts: [], links: [] };

export const initialModel = (route: Route): Model => ({
  connection: 'connecting',
  route,
  workspace: undefined,
  conversations: {},
  ephemerals: [],
  dismissed: [],
  modals: [],
  home: null,
  unread: {},
  drafts: {},
  offered: NOTHING_OFFERED,
  notices: [],
});
