import { randomUUID } from 'node:crypto';
import { type Message, replyTo } from '../workspace/message.ts';
import type { Acting, Acts } from './acting.ts';
import { myChannel, myMessage } from './place.ts';
import { refuse } from './refuse.ts';
import { messageText, readTyped, richTextOf } from './typed-text.ts';

/** What a person says, changes, takes back and reacts to. */
export function talkActs(acting: Acting): Acts<'post' | 'reply' | 'edit' | 'remove' | 'react' | 'unreact'> {
  const { me, workspace } = acting;
  const { messages, ids } = workspace;
  const said = (text: string) => {
    const tokens = readTyped(text, workspace);
    return { text: messageText(tokens), blocks: [richTextOf(tokens, ids.short())] };
  };
  const mine = (place: { channel: string; ts: string }): { channel: string; message: Message } => {
    const { channel, message } = myMessage(acting, place);
    if (message.user === me.id) return { channel: channel.id, message };
    return refuse('not_yours', `That message is not ${me.name}'s.`, 'People can change only their own messages.');
  };
  return {
    post({ channel: reference, text }) {
      const channel = myChannel(acting, reference).id;
      return { ...messages.post(channel, { user: me.id, client_msg_id: randomUUID(), ...said(text) }), channel };
    },
    reply({ channel: reference, thread, text, broadcast }) {
      const { channel, message: root } = myMessage(acting, { channel: reference, ts: thread });
      const place = {
        thread_ts: replyTo(root) ?? root.ts,
        parent_user_id: root.parent_user_id ?? root.user,
        ...(broadcast === true ? { subtype: 'thread_broadcast' } : {}),
      };
      const draft = { user: me.id, client_msg_id: randomUUID(), ...said(text), ...place };
      return { ...messages.post(channel.id, draft), channel: channel.id };
    },
    edit({ text, ...place }) {
      const { channel, message } = mine(place);
      const edited = { ...message, ...said(text), edited: { user: me.id, ts: ids.ts() } };
      messages.change(channel, edited);
      return { ...edited, channel };
    },
    remove(place) {
      const { channel, message } = mine(place);
      messages.remove(channel, message.ts);
      return {};
    },
    react({ name, ...place }) {
      const { channel, message } = myMessage(acting, place);
      messages.react(channel.id, message.ts, me.id, name);
      return {};
    },
    unreact({ name, ...place }) {
      const { channel, message } = myMessage(acting, place);
      messages.unreact(channel.id, message.ts, me.id, name);
      return {};
    },
  };
}
