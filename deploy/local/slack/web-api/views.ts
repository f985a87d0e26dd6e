import * as z from 'zod';
import { fillIds } from '../validate/fill-ids.ts';
import { checkView } from '../validate/view.ts';
import type { Ids } from '../workspace/ids.ts';
import { MODAL_STACK_LIMIT } from '../workspace/modals.ts';
import type { View, ViewDraft } from '../workspace/view.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { ApiError } from './api-error.ts';
import { type Methods, method } from './method.ts';

const Open = z.object({ trigger_id: z.string(), view: z.unknown() });
const Update = z.object({
  view_id: z.string().optional(),
  external_id: z.string().optional(),
  hash: z.string().optional(),
  view: z.unknown(),
});
const Publish = z.object({ user_id: z.string(), hash: z.string().optional(), view: z.unknown() });

type Needs = Pick<Workspace, 'ids' | 'modals' | 'homes' | 'triggers' | 'people'>;

/** `views.*`: modals and the Home tab. */
export function viewMethods({ ids, modals, homes, triggers, people }: Needs): Methods {
  const exchange = (triggerId: string): string => {
    const exchanged = triggers.exchange(triggerId);
    if (!exchanged.ok) throw new ApiError(exchanged.error);
    return exchanged.user;
  };
  const readModal = (view: unknown, before?: View): ViewDraft => {
    const draft = readView(view, 'modal', ids);
    const namesake = draft.external_id ? modals.find({ externalId: draft.external_id }) : undefined;
    if (namesake !== undefined && namesake.view.id !== before?.id) throw new ApiError('duplicate_external_id');
    return draft;
  };
  return {
    'views.open': method(Open, (args) => {
      const draft = readModal(args.view);
      return { view: modals.open(exchange(args.trigger_id), draft) };
    }),
    'views.push': method(Open, (args) => {
      const draft = readModal(args.view);
      const user = exchange(args.trigger_id);
      if (modals.openFor(user).length >= MODAL_STACK_LIMIT) throw new ApiError('push_limit_reached');
      return { view: modals.push(user, draft) };
    }),
    'views.update': method(Update, ({ view_id: viewId, external_id: externalId, hash, view }) => {
      const found =
        viewId !== undefined ? modals.find({ viewId }) : externalId ? modals.find({ externalId }) : undefined;
      if (found === undefined) throw new ApiError('not_found');
      refuseStale(found.view, hash);
      return { view: modals.update(found.user, found.view, readModal(view, found.view)) };
    }),
    'views.publish': method(Publish, ({ user_id: user, hash, view }) => {
      const draft = readView(view, 'home', ids);
      if (people.find(user) === undefined) throw new ApiError('invalid_arguments', ['invalid `user_id`']);
      refuseStale(homes.of(user), hash);
      return { view: homes.publish(user, draft) };
    }),
  };
}

/** A view that passed Slack's validation, every id filled in. */
export function readView(view: unknown, type: 'modal' | 'home', ids: Ids): ViewDraft {
  const checked = checkView(view, type);
  if (!checked.ok) throw new ApiError(checked.error, checked.messages);
  return { ...checked.value, blocks: fillIds(checked.value.blocks, ids) };
}

function refuseStale(view: View | undefined, hash: string | undefined): void {
  if (hash && view?.hash !== hash) throw new ApiError('hash_conflict');
}
