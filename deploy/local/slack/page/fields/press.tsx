import type { FeedbackButtons } from '@slack/types';
import { isSafe } from '../blocks/safe-link.tsx';
import type { PressElement } from './elements.ts';
import { optionValue } from './initial-entry.ts';
import { Menu } from './menu.tsx';
import { useClick } from './use-click.tsx';

interface PressProps {
  readonly element: PressElement;
}

/** Something to press. */
export function Press({ element }: PressProps) {
  const { click, isBusy, aside } = useClick();
  return (
    <span className="press">
      <Pressable element={element} isBusy={isBusy} onPress={(value) => click(element, value)} />
      {aside}
    </span>
  );
}

interface PressableProps {
  readonly element: PressElement;
  readonly isBusy: boolean;
  readonly onPress: (value?: string) => void;
}

function Pressable({ element, isBusy, onPress }: PressableProps) {
  switch (element.type) {
    case 'button':
      return element.url !== undefined && isSafe(element.url) ? (
        <a className="button" href={element.url} target="_blank" rel="noopener noreferrer" onClick={() => onPress()}>
          {element.text.text}
        </a>
      ) : (
        <button
          type="button"
          className={`button button--${element.style ?? 'plain'}`}
          aria-label={element.accessibility_label}
          aria-busy={isBusy}
          disabled={isBusy}
          onClick={() => onPress()}
        >
          {element.text.text}
        </button>
      );
    case 'overflow':
      return (
        <Menu
          label="More"
          icon="dots"
          items={element.options.map((option) => ({ id: optionValue(option), words: option.text.text }))}
          onPick={onPress}
        />
      );
    case 'feedback_buttons':
      return <Thumbs element={element} onPress={onPress} />;
    case 'icon_button':
      return (
        <button type="button" className="button button--plain" disabled={isBusy} onClick={() => onPress()}>
          {element.text.text}
        </button>
      );
    case 'workflow_button':
      return <span className="not-drawn">Workflows cannot be started here ({element.text.text}).</span>;
    default:
      return element satisfies never;
  }
}

function Thumbs({ element, onPress }: { element: FeedbackButtons; onPress: (value: string) => void }) {
  return [element.positive_button, element.negative_button].map(({ text, value, accessibility_label: aloud }) => (
    <button
      key={value}
      type="button"
      className="button button--plain"
      aria-label={aloud}
      onClick={() => onPress(value)}
    >
      {text.text}
    </button>
  ));
}
