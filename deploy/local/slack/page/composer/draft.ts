import { useDesk, useModel } from '../client/desk.ts';

/** What is typed and not yet sent at a place. It waits there while one looks elsewhere. */
export function useDraft(place: string): readonly [string, (text: string) => void] {
  const { store } = useDesk();
  const text = useModel((model) => model.drafts[place] ?? '');
  return [text, (next) => store.dispatch({ type: 'drafted', place, text: next })];
}
