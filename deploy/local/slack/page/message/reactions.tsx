import type { SeenMessage } from '../../person/protocol.ts';
import { useDesk, useModel } from '../client/desk.ts';
import { whoIs } from '../people/names.ts';
import { emojiOf, spokenName } from './emoji.ts';

/** What people reacted with. Pressing one joins in, or takes one's own back. */
export function Reactions({ message }: { message: SeenMessage }) {
  const { call, attempt } = useDesk();
  const workspace = useModel((model) => model.workspace);
  const me = useModel((model) => model.route.person);
  const { channel, ts, reactions = [] } = message;
  if (reactions.length === 0) return null;
  return (
    <ul className="reactions" aria-label="Reactions">
      {reactions.map(({ name, users, count }) => {
        const isMine = me !== undefined && users.includes(me);
        const who = users.map((user) => whoIs(workspace, user).name).join(', ');
        return (
          <li key={name}>
            <button
              type="button"
              className="reaction"
              aria-pressed={isMine}
              aria-label={`${spokenName(name)}: ${who}`}
              title={`${who} reacted with ${spokenName(name)}`}
              onClick={() => void attempt(call(isMine ? 'unreact' : 'react', { channel, ts, name }))}
            >
              <span aria-hidden="true">{emojiOf(name)}</span> {count}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
