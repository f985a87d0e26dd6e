import { type Price, priceOf } from '#shared/task/price.ts';
import type { Usage } from '#shared/task/step.ts';
import type { Answer, Message } from '../model/model.ts';
import type { Outcome } from './tools/tool.ts';

/** A conversation so far. A fix round goes on with the same one. */
export interface Talk {
  readonly messages: readonly Message[];
  readonly usage: Usage;
  /** When the working tree was last seen to be another one, in turns, and what it looked like. */
  readonly lastChange?: { readonly turn: number; readonly tree?: string };
}

/** With what the model said and what it took. */
export function heard(talk: Talk, { text, calls, verbatim, tokens }: Answer, price: Price | undefined): Talk {
  const said: Message = { role: 'model', text, calls, ...(verbatim !== undefined && { verbatim }) };
  return {
    ...talk,
    messages: [...talk.messages, said],
    usage: {
      turns: talk.usage.turns + 1,
      inputTokens: talk.usage.inputTokens + tokens.input,
      outputTokens: talk.usage.outputTokens + tokens.output,
      usd: talk.usage.usd + priceOf(price, tokens),
    },
  };
}

/** With what its calls came to. */
export function acted(talk: Talk, { calls }: Pick<Answer, 'calls'>, outcomes: readonly Outcome[]): Talk {
  if (calls.length === 0) return talk;
  const results = calls.map(({ id, name }, index) => {
    const { text = '', failed, artifact } = outcomes[index] ?? {};
    return { id, name, text, ...(failed && { failed }), ...(artifact && { artifact }) };
  });
  const lastChange = outcomes.some(({ changed }) => changed) ? { turn: talk.usage.turns } : talk.lastChange;
  return { ...talk, messages: [...talk.messages, { role: 'tool', results }], ...(lastChange && { lastChange }) };
}

/** With what people and the platform say to it. */
export function told(talk: Talk, words: readonly string[]): Talk {
  if (words.length === 0) return talk;
  return { ...talk, messages: [...talk.messages, ...words.map((text): Message => ({ role: 'user', text }))] };
}

/** How many turns went by since a file was changed. */
export const idleTurns = ({ usage, lastChange }: Talk): number => usage.turns - (lastChange?.turn ?? 0);

/** With the working tree as it is now. One that looks as before has not changed; of one nobody can see we assume it has. */
export function looked(talk: Talk, tree: string): Talk {
  const before = talk.lastChange?.tree;
  const isSame = tree !== '' && (before === undefined || before === tree);
  return { ...talk, lastChange: { turn: isSame ? (talk.lastChange?.turn ?? 0) : talk.usage.turns, tree } };
}
