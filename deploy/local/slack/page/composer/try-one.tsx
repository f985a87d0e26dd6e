import { useModel } from '../client/desk.ts';
import { Menu } from '../fields/menu.tsx';
import { commandFor } from './completion.ts';
import { SuggestionWords } from './suggestion-words.tsx';

/** Suggested requests behind a button, for the composer's foot. */
export function TryOne({ onPick }: { onPick: (text: string) => void }) {
  const suggestions = useModel((model) => model.offered.suggestions);
  if (suggestions.length === 0) return null;
  const items = suggestions.map((suggestion) => ({
    id: commandFor(suggestion),
    words: <SuggestionWords suggestion={suggestion} />,
    isOff: suggestion.unavailable !== undefined,
  }));
  return <Menu label="Try one of these" icon="spark" isWorded items={items} onPick={onPick} />;
}
