import { useMemo } from 'react';
import type { SeenMessage } from '../../person/protocol.ts';
import { Blocks } from '../blocks/blocks.tsx';
import { SurfaceProvider } from '../blocks/surface.ts';
import { fullTime } from './time.ts';

/** What a message says: its blocks, or its text where it has none. */
export function MessageBody({ message }: { message: SeenMessage }) {
  const { channel, ts, edited, subtype } = message;
  const surface = useMemo(() => ({ on: { channel, ts } }), [channel, ts]);
  const blocks = useMemo(() => blocksOf(message), [message]);
  if (subtype === 'tombstone') return <p className="quiet">{message.text}</p>;
  return (
    <div className="message__body">
      <SurfaceProvider value={surface}>
        <Blocks blocks={blocks} />
      </SurfaceProvider>
      {edited && (
        <span className="message__edited" title={`Edited ${fullTime(edited.ts)}`}>
          (edited)
        </span>
      )}
    </div>
  );
}

function blocksOf({ blocks, text }: SeenMessage): NonNullable<SeenMessage['blocks']> {
  if (blocks !== undefined && blocks.length > 0) return blocks;
  return text === '' ? [] : [{ type: 'section', text: { type: 'mrkdwn', text } }];
}
