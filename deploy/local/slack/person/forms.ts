import * as z from 'zod';
import { ApiError } from '../web-api/api-error.ts';
import { readView } from '../web-api/views.ts';
import type { View, ViewDraft } from '../workspace/view.ts';
import type { Acting, Acts } from './acting.ts';
import { elementsIn } from './elements.ts';
import { formErrors } from './form-errors.ts';
import { fill } from './interactions.ts';
import { actOutcome, failureCode, modalFailure } from './outcomes.ts';
import { origin, withState } from './payloads.ts';
import { mySurface, myView } from './place.ts';
import type { Entry } from './protocol.ts';
import { refuse } from './refuse.ts';

const Response = z.discriminatedUnion('response_action', [
  z.object({ response_action: z.literal('errors'), errors: z.record(z.string(), z.string()) }),
  z.object({ response_action: z.literal('update'), view: z.unknown() }),
  z.object({ response_action: z.literal('push'), view: z.unknown() }),
  z.object({ response_action: z.literal('clear') }),
]);
type Response = z.infer<typeof Response>;

/** Modals a person fills in and sends, or closes. */
export function formActs(acting: Acting): Acts<'submit' | 'close'> {
  const { app, workspace, me } = acting;
  return {
    async submit({ view: viewId, values }) {
      const view = topModal(acting, viewId);
      enter(acting, view, values);
      const filled = withState(acting, view);
      const errors = formErrors(filled);
      if (errors !== undefined) return { closed: false, errors };
      const payload = {
        ...origin(acting),
        type: 'view_submission',
        trigger_id: workspace.triggers.issue(me.id),
        view: filled,
        response_urls: [],
      };
      const ack = await app.interaction('interactive', payload, true);
      return ack.ok ? follow(acting, view, ack.payload) : modalFailure(failureCode(ack.reason));
    },
    async close({ view: viewId }) {
      const view = topModal(acting, viewId);
      const filled = withState(acting, view);
      if (view.clear_on_close) workspace.modals.clear(me.id);
      else workspace.modals.close(me.id, viewId);
      if (!view.notify_on_close) return { ok: true };
      const payload = { ...origin(acting), type: 'view_closed', view: filled, is_cleared: view.clear_on_close };
      return actOutcome(await app.interaction('interactive', payload, false));
    },
  };
}

function topModal(acting: Acting, viewId: string): View {
  const view = myView(acting, viewId);
  if (acting.workspace.modals.openFor(acting.me.id).at(-1)?.id === view.id) return view;
  return refuse('modal_covered', 'That modal is not the one on top.', 'Act on the last of the open modals.');
}

/** Each entry goes to the input with that block id or, failing that, that action id. */
function enter(acting: Acting, view: View, values: Readonly<Record<string, Entry>>): void {
  const surface = mySurface(acting, { id: view.id });
  const inputs = elementsIn(view.blocks);
  for (const [key, entry] of Object.entries(values)) {
    const placed =
      inputs.find(({ block }) => block.block_id === key) ?? inputs.find(({ element }) => element.action_id === key);
    if (placed === undefined) {
      const there = inputs.map(({ block }) => block.block_id).join(', ');
      refuse('no_such_input', `The modal has no input "${key}".`, `Its inputs: ${there || 'none'}.`);
    }
    fill(acting, surface, placed, entry);
  }
}

/** Does what the app answered to the submission. What Slack would not understand leaves the modal open, as there. */
function follow(acting: Acting, view: View, payload: unknown) {
  const { modals } = acting.workspace;
  if (payload === undefined || payload === null || Object.keys(payload).length === 0) {
    modals.close(acting.me.id, view.id);
    return { closed: true };
  }
  const response = Response.safeParse(payload);
  if (!response.success) return modalFailure('invalid_response_action');
  try {
    return obey(acting, view, response.data);
  } catch (error) {
    if (error instanceof ApiError) return modalFailure(error.code);
    throw error;
  }
}

function obey({ me, workspace: { modals, ids } }: Acting, view: View, response: Response) {
  const draft = (given: unknown): ViewDraft => readView(given, 'modal', ids);
  switch (response.response_action) {
    case 'errors':
      return knownBlocks(view, response.errors)
        ? { closed: false, errors: response.errors }
        : modalFailure('invalid_errors');
    case 'update':
      return { closed: false, view: modals.update(me.id, view, draft(response.view)) };
    case 'push':
      return { closed: false, view: modals.push(me.id, draft(response.view)) };
    case 'clear':
      modals.clear(me.id);
      return { closed: true };
  }
}

/** Errors can only be shown at the inputs of the view. */
function knownBlocks(view: View, errors: Readonly<Record<string, string>>): boolean {
  const inputs = new Set(elementsIn(view.blocks).map(({ block }) => block.block_id));
  return Object.keys(errors).every((blockId) => inputs.has(blockId));
}
