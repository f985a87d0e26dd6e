import type { SeenMessage } from '../../person/protocol.ts';
import { useDesk, useModel } from '../client/desk.ts';
import { Menu } from '../fields/menu.tsx';
import { Icon } from '../style/icon.tsx';
import { emojiOf, QUICK_REACTIONS, spokenName } from './emoji.ts';

interface ToolbarProps {
  readonly message: SeenMessage;
  readonly isInChannel: boolean;
  readonly onEdit: () => void;
}

/** What can be done with a message. It shows where the pointer or the focus is. */
export function Toolbar({ message: { channel, ts, user }, isInChannel, onEdit }: ToolbarProps) {
  const { call, attempt, go } = useDesk();
  const me = useModel((model) => model.route.person);
  const items = QUICK_REACTIONS.map((name) => ({ id: name, words: `${emojiOf(name)}  ${spokenName(name)}` }));
  return (
    <fieldset className="toolbar" aria-label="Message actions">
      <Menu
        label="Add a reaction"
        icon="smile"
        items={items}
        onPick={(name) => void attempt(call('react', { channel, ts, name }))}
      />
      {isInChannel && (
        <button
          type="button"
          className="icon-button"
          aria-label="Reply in thread"
          title="Reply in thread"
          onClick={() => go({ place: channel, thread: ts })}
        >
          <Icon name="reply" />
        </button>
      )}
      {user === me && (
        <>
          <button type="button" className="icon-button" aria-label="Edit" title="Edit" onClick={onEdit}>
            <Icon name="edit" />
          </button>
          <button
            type="button"
            className="icon-button"
            aria-label="Delete"
            title="Delete"
            onClick={() => void attempt(call('remove', { channel, ts }))}
          >
            <Icon name="bin" />
          </button>
        </>
      )}
    </fieldset>
  );
}
