import { useEffect, useRef, useState } from 'react';
import type { SeenMessage } from '../../person/protocol.ts';
import { useModel } from '../client/desk.ts';
import { typedText } from '../message/typed-text.ts';
import { whoIs } from '../people/names.ts';

/** Reads new messages of the open thread aloud, but not those the person wrote. */
export function Announcer({ messages }: { messages: readonly SeenMessage[] }) {
  const workspace = useModel((model) => model.workspace);
  const me = useModel((model) => model.route.person);
  const heard = useRef<string | undefined>(undefined);
  const [said, setSaid] = useState('');
  const last = messages.at(-1);
  useEffect(() => {
    if (last === undefined) return;
    const isNew = heard.current !== undefined && last.ts > heard.current;
    heard.current = last.ts;
    if (isNew && last.user !== me) setSaid(`${whoIs(workspace, last.user).name}: ${typedText(last.text, workspace)}`);
  }, [last, me, workspace]);
  return (
    <p className="aloud" aria-live="polite">
      {said}
    </p>
  );
}
