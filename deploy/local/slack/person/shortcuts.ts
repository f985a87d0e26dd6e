import type { Acting, Acts } from './acting.ts';
import { actOutcome } from './outcomes.ts';
import { origin, responseUrl } from './payloads.ts';
import { myMessage } from './place.ts';

/** Shortcuts, from the lightning menu or on a message. */
export function shortcutActs(acting: Acting): Acts<'shortcut'> {
  return {
    async shortcut({ callbackId, message: place }) {
      const payload = place === undefined ? { type: 'shortcut' } : messagePart(acting, place);
      return actOutcome(
        await acting.app.interaction('interactive', { ...invocation(acting, callbackId), ...payload }, false),
      );
    },
  };
}

function invocation(acting: Acting, callbackId: string) {
  const { me, workspace } = acting;
  return {
    ...origin(acting),
    callback_id: callbackId,
    trigger_id: workspace.triggers.issue(me.id),
    action_ts: workspace.ids.ts(),
  };
}

function messagePart(acting: Acting, place: { channel: string; ts: string }) {
  const { channel, message } = myMessage(acting, place);
  return {
    type: 'message_action',
    channel: { id: channel.id, name: channel.name },
    message_ts: message.ts,
    message,
    response_url: responseUrl(acting, channel.id, message),
  };
}
