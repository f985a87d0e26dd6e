import { styleText } from 'node:util';
import type { PersonClient } from './slack/client.ts';
import type { Seen, SeenMessage } from './slack/person/protocol.ts';
import { renderMessage } from './slack/render.ts';

/** Prints what one person sees, as it happens: a new message whole, of a changed one the lines that changed. */
export function threadPrinter(person: PersonClient, print: (line: string) => void): { close: () => void } {
  const known = new Map<string, readonly string[]>();

  function show(message: SeenMessage, what: string): void {
    const lines = renderMessage(message).filter((line) => line.trim() !== '');
    const before = known.get(message.ts);
    known.set(message.ts, lines);
    const fresh = before ? lines.filter((line) => !before.includes(line)) : lines;
    if (fresh.length === 0) return;
    const place = message.thread_ts === undefined || message.thread_ts === message.ts ? '' : '  ';
    if (!before) print(`${place}${styleText('dim', what)}`);
    for (const line of fresh) print(`${place}${before ? styleText('dim', '~') : styleText('dim', '│')} ${line}`);
  }

  const close = person.watch((seen) => {
    const titled = title(seen, person.id);
    if (titled) show(titled.message, titled.what);
  });
  return { close };
}

function title(seen: Seen, me: string): { message: SeenMessage; what: string } | undefined {
  switch (seen.type) {
    case 'message.posted':
    case 'message.changed': {
      const { message } = seen;
      const isReply = message.thread_ts !== undefined && message.thread_ts !== message.ts;
      const who = message.bot_id === undefined ? (message.user === me ? 'you' : message.user) : 'Bellhop';
      return { message, what: isReply ? `${who}, in the thread` : `${who}, in ${message.channel}` };
    }
    case 'ephemeral.posted':
    case 'ephemeral.changed':
      return { message: seen.message, what: 'Bellhop, only to you' };
    default:
      return undefined;
  }
}
