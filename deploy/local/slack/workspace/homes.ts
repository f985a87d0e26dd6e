import type { DatabaseSync } from 'node:sqlite';
import { buildView } from './build-view.ts';
import type { Feed } from './feed.ts';
import type { Ids } from './ids.ts';
import type { View, ViewDraft } from './view.ts';

export interface Homes {
  of(user: string): View | undefined;
  find(viewId: string): { user: string; view: View } | undefined;
  publish(user: string, draft: ViewDraft): View;
}

/** What the app last published on each person's Home tab. */
export function createHomes(database: DatabaseSync, ids: Ids, feed: Feed): Homes {
  const one = database.prepare('SELECT user, body FROM home WHERE user = ?');
  const byView = database.prepare(`SELECT user, body FROM home WHERE body ->> 'id' = ?`);
  const put = database.prepare('INSERT OR REPLACE INTO home (user, body) VALUES (?, ?)');
  const parse = (row: Record<string, unknown>) => JSON.parse(String(row.body)) as View;
  const of = (user: string): View | undefined => {
    const row = one.get(user);
    return row === undefined ? undefined : parse(row);
  };
  return {
    of,
    find(viewId) {
      const row = byView.get(viewId);
      return row === undefined ? undefined : { user: String(row.user), view: parse(row) };
    },
    publish(user, draft) {
      const before = of(user);
      const view = buildView(draft, ids, before === undefined ? {} : { before });
      put.run(user, JSON.stringify(view));
      feed.publish({ type: 'home.published', user, view });
      return view;
    },
  };
}
