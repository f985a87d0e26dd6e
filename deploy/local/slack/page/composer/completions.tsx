import { useEffect } from 'react';
import type { Completion } from './completion.ts';

interface CompletionsProps {
  readonly id: string;
  readonly completions: readonly Completion[];
  readonly active: number;
  readonly onTake: (text: string) => void;
}

/** The list above the composer. The focus stays where one types. */
export function Completions({ id, completions, active, onTake }: CompletionsProps) {
  useEffect(() => {
    document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, active]);
  return (
    <div
      id={id}
      className="listbox completions"
      role="listbox"
      aria-label="Ways to go on"
      onMouseDown={(event) => event.preventDefault()}
    >
      {completions.map(({ label, detail, text }, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are heard by the text field, which keeps the focus
        <div
          key={text}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          tabIndex={-1}
          className={index === active ? 'option option--active' : 'option'}
          onClick={() => onTake(text)}
        >
          <span className="option__words">{label}</span>
          <span className="quiet">{detail}</span>
        </div>
      ))}
      <p className="completions__keys" aria-hidden="true">
        <kbd>Tab</kbd> completes <kbd>↑</kbd> <kbd>↓</kbd> choose <kbd>Enter</kbd> sends
      </p>
    </div>
  );
}
