import { type FormEvent, type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import { Icon } from '../style/icon.tsx';
import { Completions } from './completions.tsx';
import { useCompletion } from './use-completion.ts';

interface ComposerProps {
  readonly label: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  /** Resolves to words about what went wrong; the text stays then. */
  readonly onSend: (text: string) => Promise<string | undefined>;
  /** The keyboard is here when it appears. */
  readonly takesFocus?: boolean;
  readonly completes?: boolean;
  readonly children?: ReactNode;
}

/** Where people type. Enter sends, Shift and Enter begin a line. */
export function Composer({
  label,
  text,
  onText,
  onSend,
  takesFocus = false,
  completes = false,
  children,
}: ComposerProps) {
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const completion = useCompletion(text, completes, onText);
  const { send, isBusy, problem } = useSend(text, onText, onSend);
  const onKeyDown = (event: KeyboardEvent) => {
    if (completion.onKey(event) || event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void send();
  };
  return (
    <form
      className="composer"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void send();
      }}
    >
      <p className="trouble" role="alert">
        {problem}
      </p>
      <div className="composer__frame">
        <textarea
          ref={area}
          className="composer__text"
          rows={1}
          aria-label={label}
          placeholder={label}
          aria-autocomplete={completes ? 'list' : undefined}
          aria-controls={completion.isOpen ? id : undefined}
          aria-activedescendant={completion.isOpen && completion.active >= 0 ? `${id}-${completion.active}` : undefined}
          // biome-ignore lint/a11y/noAutofocus: the person has just opened the place to type in
          autoFocus={takesFocus}
          value={text}
          onChange={({ target }) => {
            completion.reopen();
            onText(target.value);
          }}
          onKeyDown={onKeyDown}
          onBlur={completion.close}
        />
        <div className="composer__foot">
          {children}
          <button
            type="submit"
            className="composer__send"
            aria-label="Send"
            aria-busy={isBusy}
            disabled={text.trim() === ''}
          >
            <Icon name="send" />
          </button>
        </div>
      </div>
      {completion.isOpen && (
        <Completions
          id={id}
          completions={completion.completions}
          active={completion.active}
          onTake={(taken) => {
            completion.take(taken);
            area.current?.focus();
          }}
        />
      )}
    </form>
  );
}

function useSend(text: string, onText: (text: string) => void, onSend: ComposerProps['onSend']) {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const send = async () => {
    if (text.trim() === '' || isBusy) return;
    setBusy(true);
    setProblem(undefined);
    onText('');
    const trouble = await onSend(text);
    if (trouble !== undefined) onText(text);
    setProblem(trouble);
    setBusy(false);
  };
  return { send, isBusy, problem };
}
