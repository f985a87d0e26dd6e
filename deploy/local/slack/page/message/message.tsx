import { memo, useMemo, useState } from 'react';
import type { SeenMessage } from '../../person/protocol.ts';
import { useDesk, useModel } from '../client/desk.ts';
import { Avatar } from '../people/avatar.tsx';
import { authorOf } from '../people/names.ts';
import { Icon } from '../style/icon.tsx';
import { Editing } from './editing.tsx';
import { Files } from './files.tsx';
import { MessageBody } from './message-body.tsx';
import { Reactions } from './reactions.tsx';
import { ThreadLink } from './thread-link.tsx';
import { clockTime, fullTime, shortTime } from './time.ts';
import { Toolbar } from './toolbar.tsx';

interface MessageProps {
  readonly message: SeenMessage;
  /** Right under one by the same person: the name is not said again. */
  readonly continues: boolean;
  /** In the channel, where a thread can be opened; not in the thread itself. */
  readonly isInChannel: boolean;
}

/** One message with everything that hangs on it. */
export const Message = memo(function Message({ message, continues, isInChannel }: MessageProps) {
  const workspace = useModel((model) => model.workspace);
  const [isEditing, setEditing] = useState(false);
  const author = useMemo(() => authorOf(workspace, message), [workspace, message]);
  const isGone = message.subtype === 'tombstone';
  return (
    <article
      className={`message${continues ? ' message--continues' : ''}${message.is_ephemeral ? ' message--private' : ''}`}
      aria-label={`${author.name}, ${clockTime(message.ts)}`}
      data-ts={message.ts}
    >
      {message.is_ephemeral && <PrivateNote ts={message.ts} />}
      {continues ? <span className="message__gutter">{shortTime(message.ts)}</span> : <Avatar of={author} />}
      <div className="message__main">
        {!continues && (
          <p className="message__head">
            <strong className="message__author">{author.name}</strong>
            {author.role === 'app' && <span className="badge">App</span>}
            <time className="message__time" title={fullTime(message.ts)}>
              {clockTime(message.ts)}
            </time>
          </p>
        )}
        {isEditing ? <Editing message={message} onEnd={() => setEditing(false)} /> : <MessageBody message={message} />}
        <Files message={message} />
        <Reactions message={message} />
        {isInChannel && <ThreadLink message={message} />}
      </div>
      {!isGone && !message.is_ephemeral && !isEditing && (
        <Toolbar message={message} isInChannel={isInChannel} onEdit={() => setEditing(true)} />
      )}
    </article>
  );
});

function PrivateNote({ ts }: { ts: string }) {
  const { store } = useDesk();
  return (
    <p className="message__private">
      <Icon name="eye" /> Only visible to you
      <button type="button" className="text-button" onClick={() => store.dispatch({ type: 'dismissed', ts })}>
        Dismiss
      </button>
    </p>
  );
}
