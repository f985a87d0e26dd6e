import type { SeenMessage } from '../../person/protocol.ts';
import { useModel } from '../client/desk.ts';
import { Avatar } from '../people/avatar.tsx';
import { whoIs } from '../people/names.ts';
import { writeRoute } from '../state/route.ts';
import { clockTime } from './time.ts';

const FACES = 3;

/** Leads to the thread under a message; nothing where there is none. */
export function ThreadLink({ message }: { message: SeenMessage }) {
  const workspace = useModel((model) => model.workspace);
  const route = useModel((model) => model.route);
  const { channel, ts, reply_count: count = 0, reply_users: users = [], latest_reply: latest } = message;
  if (count === 0) return null;
  return (
    <a className="thread-link" href={writeRoute({ ...route, place: channel, thread: ts })}>
      {users.slice(0, FACES).map((user) => (
        <Avatar key={user} of={whoIs(workspace, user)} size="small" />
      ))}
      <span className="thread-link__count">{count === 1 ? '1 reply' : `${count} replies`}</span>
      {latest && <span className="quiet">last {clockTime(latest)}</span>}
    </a>
  );
}
