import { useMemo } from 'react';
import { useModel } from '../client/desk.ts';
import { MessageList } from '../message/message-list.tsx';
import { Icon } from '../style/icon.tsx';
import { ChannelComposer } from './channel-composer.tsx';
import { Opening } from './opening.tsx';
import { useTimeline } from './timeline.ts';

/** A channel: who is in it, what was said, and where to say something. */
export function Channel({ channel }: { channel: string }) {
  const name = useModel((model) => model.workspace?.channels.find(({ id }) => id === channel)?.name);
  const people = useModel((model) => model.workspace?.people);
  const messages = useTimeline(channel);
  const names = useMemo(() => people?.map((person) => person.name).join(', '), [people]);
  return (
    <main className="channel" aria-label={`Channel ${name ?? channel}`}>
      <header className="bar">
        <h2 className="bar__title">
          <Icon name="hash" />
          {name ?? channel}
        </h2>
        <p className="bar__aside quiet">{names} and bellhop</p>
      </header>
      <MessageList
        key={channel}
        label={`Messages in ${name ?? channel}`}
        messages={messages}
        isInChannel
        opening={<Opening name={name ?? channel} channel={channel} isEmpty={messages.length === 0} />}
      />
      <ChannelComposer key={`${channel}-composer`} channel={channel} label={`Message #${name ?? channel}`} />
    </main>
  );
}
