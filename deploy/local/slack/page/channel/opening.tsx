import { useModel } from '../client/desk.ts';
import { commandFor } from '../composer/completion.ts';
import { useDraft } from '../composer/draft.ts';
import { focusComposer } from '../composer/focus-composer.ts';
import { SuggestionWords } from '../composer/suggestion-words.tsx';

interface OpeningProps {
  readonly name: string;
  readonly channel: string;
  readonly isEmpty: boolean;
}

/** The beginning of a channel. While nothing was said yet it tells newcomers how to begin. */
export function Opening({ name, channel, isEmpty }: OpeningProps) {
  const suggestions = useModel((model) => model.offered.suggestions);
  const isLoaded = useModel((model) => model.conversations[channel]?.isLoaded === true);
  const [, setDraft] = useDraft(channel);
  if (!isLoaded) return <p className="opening quiet">Loading…</p>;
  return (
    <div className="opening">
      <h3 className="opening__title">Welcome to #{name}</h3>
      <p className="opening__words">
        Ask for a change to a repository. Bellhop works on it, runs its tests, and opens a pull request; the thread
        shows every step.
      </p>
      {isEmpty && suggestions.length > 0 && (
        <>
          <h4 className="opening__try">Try one of these</h4>
          <ul className="opening__suggestions">
            {suggestions.map((suggestion) => (
              <li key={commandFor(suggestion)}>
                <button
                  type="button"
                  className="suggestion-card"
                  disabled={suggestion.unavailable !== undefined}
                  onClick={() => {
                    setDraft(commandFor(suggestion));
                    focusComposer();
                  }}
                >
                  <SuggestionWords suggestion={suggestion} />
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
