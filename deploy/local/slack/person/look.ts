import { eventCallback } from '../socket-mode/app-events.ts';
import { historyMessage } from '../web-api/shapes.ts';
import type { Message } from '../workspace/message.ts';
import { APP, TEAM } from '../workspace/team.ts';
import type { Acting, Acts } from './acting.ts';
import { myChannel } from './place.ts';

/** What a person has before their eyes. */
export function lookActs(
  acting: Acting,
): Acts<'openHome' | 'home' | 'modals' | 'ephemerals' | 'messages' | 'thread' | 'workspace'> {
  const { me, workspace, app } = acting;
  const { messages, homes, modals, ephemerals, channels, people, ids } = workspace;
  const shown = (channel: string, found: readonly Message[]) => {
    const threads = messages.threads(channel);
    return found.map((message) => ({ ...historyMessage(message, threads.get(message.ts), false), channel }));
  };
  return {
    openHome({ tab }) {
      const view = homes.of(me.id);
      const place = { user: me.id, channel: channels.direct(me.id).id, tab, event_ts: ids.ts() };
      const current = tab === 'home' && view !== undefined ? { view } : {};
      app.event(eventCallback({ type: 'app_home_opened', ...place, ...current }, ids));
      return {};
    },
    home: () => homes.of(me.id) ?? null,
    modals: () => modals.openFor(me.id),
    ephemerals({ channel: reference }) {
      const wanted = reference === undefined ? undefined : myChannel(acting, reference).id;
      return ephemerals
        .of(me.id)
        .filter(({ channel }) => wanted === undefined || channel === wanted)
        .map(({ channel, message }) => ({ ...message, channel }));
    },
    messages({ channel: reference }) {
      const { id } = myChannel(acting, reference);
      return shown(id, messages.inChannel(id));
    },
    thread({ channel: reference, ts }) {
      const { id } = myChannel(acting, reference);
      return shown(id, messages.inThread(id, ts));
    },
    workspace: () => ({
      team: TEAM.name,
      bot: { id: APP.botUser, name: APP.name },
      people: people.all,
      channels: channels.seenBy(me.id),
    }),
  };
}
