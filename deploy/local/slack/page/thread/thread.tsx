import { useThread } from '../channel/timeline.ts';
import { useDesk, useModel } from '../client/desk.ts';
import { Composer } from '../composer/composer.tsx';
import { useDraft } from '../composer/draft.ts';
import { useSay } from '../composer/use-say.ts';
import { MessageList } from '../message/message-list.tsx';
import { Icon } from '../style/icon.tsx';
import { useEscape } from '../use-escape.ts';
import { useReturnFocus } from '../use-return-focus.ts';
import { Announcer } from './announcer.tsx';

interface Place {
  readonly channel: string;
  readonly root: string;
}

interface ThreadProps extends Place {
  /** Something lies over it. */
  readonly isCovered: boolean;
}

/** A thread beside its channel. Escape closes it. */
export function Thread({ channel, root, isCovered }: ThreadProps) {
  const { go } = useDesk();
  const name = useModel((model) => model.workspace?.channels.find(({ id }) => id === channel)?.name);
  const messages = useThread(channel, root);
  const replies = Math.max(0, messages.length - 1);
  const close = () => go({ place: channel });
  useReturnFocus();
  useEscape(!isCovered, close);
  return (
    <aside className="thread" aria-label="Thread">
      <header className="bar">
        <h2 className="bar__title">Thread</h2>
        <p className="bar__aside quiet">#{name ?? channel}</p>
        <button type="button" className="icon-button" aria-label="Close the thread" title="Close (Esc)" onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      {messages.length === 0 ? (
        <p className="message-list quiet">Loading…</p>
      ) : (
        <MessageList
          key={`messages of ${root}`}
          label="Messages in the thread"
          messages={messages}
          isInChannel={false}
          afterFirst={<span>{replies === 1 ? '1 reply' : `${replies} replies`}</span>}
        />
      )}
      <ThreadComposer key={`reply to ${root}`} channel={channel} root={root} />
      <Announcer messages={messages} />
    </aside>
  );
}

function ThreadComposer({ channel, root }: Place) {
  const [text, setText] = useDraft(`${channel}/${root}`);
  const say = useSay({ channel, thread: root });
  return <Composer label="Reply, or type cancel, retry, status" text={text} onText={setText} onSend={say} takesFocus />;
}
