import { useState } from 'react';
import type { SeenMessage } from '../../person/protocol.ts';
import { useDesk, useModel } from '../client/desk.ts';
import { typedText } from './typed-text.ts';

/** The message as a text to change. Enter keeps the change, Escape what was there. */
export function Editing({
  message: { channel, ts, text: before },
  onEnd,
}: {
  message: SeenMessage;
  onEnd: () => void;
}) {
  const { call, attempt } = useDesk();
  const workspace = useModel((model) => model.workspace);
  const [text, setText] = useState(() => typedText(before, workspace));
  const save = async () => {
    if (text.trim() === '') return;
    if (await attempt(call('edit', { channel, ts, text }))) onEnd();
  };
  return (
    <form
      className="editing"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <textarea
        className="field"
        aria-label="Edit the message"
        // biome-ignore lint/a11y/noAutofocus: the person has just asked to edit this text
        autoFocus
        value={text}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.stopPropagation();
            onEnd();
          } else if (event.key === 'Enter' && !event.shiftKey) {
            event.preventDefault();
            void save();
          }
        }}
      />
      <div className="editing__foot">
        <button type="button" className="button button--plain" onClick={onEnd}>
          Cancel
        </button>
        <button type="submit" className="button button--primary">
          Save
        </button>
      </div>
    </form>
  );
}
