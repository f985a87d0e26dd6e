import type { StateValue, StateValues } from './view.ts';

/** An option of a select as the app offers it. */
export interface Option {
  readonly text: { readonly type: string; readonly text: string };
  readonly value?: string;
}

/** What people have typed and picked so far, view by view and message by message, and what the app suggested there. */
export interface Drafts {
  values(draftKey: string): StateValues;
  fill(draftKey: string, blockId: string, actionId: string, value: StateValue): void;
  suggested(draftKey: string, actionId: string): readonly Option[];
  suggest(draftKey: string, actionId: string, options: readonly Option[]): void;
}

/** Keyed by a view's id, or `user:channel:ts` for a message. */
export function createDrafts(): Drafts {
  const filled = new Map<string, StateValues>();
  const offered = new Map<string, readonly Option[]>();
  const values = (draftKey: string) => filled.get(draftKey) ?? {};
  const suggested = (draftKey: string, actionId: string) => offered.get(`${draftKey}/${actionId}`) ?? [];
  return {
    values,
    suggested,
    fill(draftKey, blockId, actionId, value) {
      const block = { ...values(draftKey)[blockId], [actionId]: value };
      filled.set(draftKey, { ...values(draftKey), [blockId]: block });
    },
    // A person may pick from any list they were shown, not only the latest.
    suggest: (draftKey, actionId, options) =>
      void offered.set(`${draftKey}/${actionId}`, [...options, ...suggested(draftKey, actionId)]),
  };
}
