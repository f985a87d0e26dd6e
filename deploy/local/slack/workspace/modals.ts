import { buildView } from './build-view.ts';
import type { Feed } from './feed.ts';
import type { Ids } from './ids.ts';
import type { View, ViewDraft } from './view.ts';

/** How many views Slack stacks on one another. */
export const MODAL_STACK_LIMIT = 3;

export interface Modals {
  /** What one person has open, the visible one last. */
  openFor(user: string): readonly View[];
  find(reference: { viewId: string } | { externalId: string }): { user: string; view: View } | undefined;
  open(user: string, draft: ViewDraft): View;
  push(user: string, draft: ViewDraft): View;
  update(user: string, before: View, draft: ViewDraft): View;
  /** Takes the view away, and with it what lies on top of it. */
  close(user: string, viewId: string): void;
  clear(user: string): void;
}

/** Each person's stack of modals. It dies with the process, as a modal dies with the app window. */
export function createModals(ids: Ids, feed: Feed): Modals {
  const stacks = new Map<string, readonly View[]>();
  const openFor = (user: string) => stacks.get(user) ?? [];
  const put = (user: string, view: View, below: readonly View[]): View => {
    stacks.set(user, [...below, view]);
    feed.publish({ type: 'modal.opened', user, view });
    return view;
  };
  const closeFrom = (user: string, depth: number): void => {
    const gone = openFor(user).slice(depth);
    stacks.set(user, openFor(user).slice(0, depth));
    for (const view of gone.toReversed()) feed.publish({ type: 'modal.closed', user, view });
  };
  return {
    openFor,
    find(reference) {
      const matches = (view: View) =>
        'viewId' in reference ? view.id === reference.viewId : view.external_id === reference.externalId;
      for (const [user, stack] of stacks) {
        const view = stack.find(matches);
        if (view !== undefined) return { user, view };
      }
      return undefined;
    },
    open(user, draft) {
      closeFrom(user, 0);
      return put(user, buildView(draft, ids), []);
    },
    push(user, draft) {
      const below = openFor(user).at(-1);
      return put(user, buildView(draft, ids, below === undefined ? {} : { below }), openFor(user));
    },
    update(user, before, draft) {
      const view = buildView(draft, ids, { before });
      stacks.set(
        user,
        openFor(user).map((other) => (other.id === view.id ? view : other)),
      );
      feed.publish({ type: 'modal.updated', user, view });
      return view;
    },
    close(user, viewId) {
      const depth = openFor(user).findIndex(({ id }) => id === viewId);
      if (depth !== -1) closeFrom(user, depth);
    },
    clear: (user) => closeFrom(user, 0),
  };
}
