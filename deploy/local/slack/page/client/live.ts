import { Seen } from '../../person/protocol.ts';

interface Listener {
  /** The connection is there, at first or again: whatever happened before it has to be fetched. */
  readonly onOpen: () => void;
  readonly onSeen: (seen: Seen) => void;
  readonly onLost: () => void;
}

/** Watches what one person sees, and begins again whenever the connection breaks. Gives back the way to stop. */
export function watchLive(person: string, { onOpen, onSeen, onLost }: Listener): () => void {
  let failures = 0;
  let socket: WebSocket | undefined;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const connect = () => {
    const opened = new WebSocket(`${location.origin.replace('http', 'ws')}/client/people/${person}/live`);
    opened.onopen = () => {
      failures = 0;
      onOpen();
    };
    opened.onmessage = ({ data }) => onSeen(Seen.parse(JSON.parse(String(data))));
    opened.onclose = () => {
      onLost();
      waiting = setTimeout(connect, reconnectDelayMs(failures++, Math.random()));
    };
    socket = opened;
  };
  connect();
  return () => {
    clearTimeout(waiting);
    if (socket !== undefined) socket.onclose = null;
    socket?.close();
  };
}

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 8_000;

/** Twice as long after each failure, up to a limit; spread by chance, so that many pages do not come back at once. */
export function reconnectDelayMs(failures: number, chance: number): number {
  const delayMs = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** failures);
  return delayMs * (0.75 + chance / 4);
}
