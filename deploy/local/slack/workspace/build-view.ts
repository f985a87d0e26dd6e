import type { Ids } from './ids.ts';
import { APP, TEAM } from './team.ts';
import type { View, ViewDraft } from './view.ts';

/** The stored view of a draft: a new one, one pushed on top of `below`, or a new version of `before`. */
export function buildView(draft: ViewDraft, ids: Ids, place: { below?: View; before?: View } = {}): View {
  const id = place.before?.id ?? ids.next('V');
  return {
    id,
    team_id: TEAM.id,
    app_id: APP.id,
    bot_id: APP.botId,
    app_installed_team_id: TEAM.id,
    type: draft.type,
    blocks: draft.blocks,
    title: draft.title ?? null,
    submit: draft.submit ?? null,
    close: draft.close ?? null,
    private_metadata: draft.private_metadata ?? '',
    callback_id: draft.callback_id ?? '',
    external_id: draft.external_id ?? '',
    clear_on_close: draft.clear_on_close ?? false,
    notify_on_close: draft.notify_on_close ?? false,
    state: { values: {} },
    hash: `${ids.ts()}.${ids.next('').slice(0, 8).toLowerCase()}`,
    root_view_id: place.before?.root_view_id ?? place.below?.root_view_id ?? id,
    previous_view_id: place.before?.previous_view_id ?? place.below?.id ?? null,
  };
}
