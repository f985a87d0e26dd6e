import type { Channel } from '../workspace/channels.ts';
import type { Message } from '../workspace/message.ts';
import type { View } from '../workspace/view.ts';
import type { Acting } from './acting.ts';
import type { Target } from './protocol.ts';
import { refuse } from './refuse.ts';

/** Something with blocks in it that a person has before them. */
export type Surface =
  | { readonly kind: 'message'; readonly channel: Channel; readonly message: Message; readonly draftKey: string }
  | { readonly kind: 'view'; readonly view: View; readonly draftKey: string };

/** A channel this person is in, by id or name. */
export function myChannel({ me, workspace }: Acting, reference: string): Channel {
  const channel = workspace.channels.find(reference);
  if (channel?.members.includes(me.id)) return channel;
  return refuse(
    'not_in_channel',
    `${me.name} is in no channel "${reference}".`,
    'Name a channel this person is a member of.',
  );
}

/** A message this person can see. */
export function myMessage(
  acting: Acting,
  place: { channel: string; ts: string },
): { channel: Channel; message: Message } {
  const channel = myChannel(acting, place.channel);
  const { messages, ephemerals } = acting.workspace;
  const message = messages.find(channel.id, place.ts) ?? ephemerals.find(acting.me.id, place.ts)?.message;
  if (message !== undefined) return { channel, message };
  return refuse('message_gone', `There is no message ${place.ts} in #${channel.name}.`, 'Look at the channel again.');
}

/** The message, modal or Home tab a person acts on. */
export function mySurface(acting: Acting, target: Target): Surface {
  if ('id' in target) {
    const view = myView(acting, target.id);
    return { kind: 'view', view, draftKey: view.id };
  }
  const { channel, message } = myMessage(acting, target);
  return { kind: 'message', channel, message, draftKey: `${acting.me.id}:${channel.id}:${message.ts}` };
}

/** A modal this person has open, or their Home tab. */
export function myView({ me, workspace }: Acting, viewId: string): View {
  const { modals, homes } = workspace;
  const found = modals.find({ viewId }) ?? homes.find(viewId);
  if (found?.user === me.id) return found.view;
  return refuse(
    'view_gone',
    `${me.name} has no view ${viewId} open.`,
    'Look at the open modals or the Home tab again.',
  );
}

/** The blocks of a surface. */
export function blocksOf(surface: Surface) {
  return surface.kind === 'view' ? surface.view.blocks : (surface.message.blocks ?? []);
}
