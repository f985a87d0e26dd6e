import { isDeepStrictEqual } from 'node:util';
import type { Usage } from '#shared/task/step.ts';
import type { Assignment } from '#shared/worker-api.ts';
import type { Message, ToolCall } from '../model/model.ts';

/** What a conversation has used so far. */
export interface Progress {
  readonly messages: readonly Message[];
  readonly usage: Usage;
  readonly usedMs: number;
}

/** Says why a conversation must end, in words for the person; nothing while it may go on. */
export type Limit = (progress: Progress) => string | undefined;

/** The bounds of an attempt as one. */
export function limitsOf({ turns, tokens, usd, minutes }: Assignment['limits']): Limit {
  const all = [maxTurns(turns), maxTokens(tokens), maxUsd(usd), maxMinutes(minutes), repetition()];
  return (progress) => all.map((limit) => limit(progress)).find((words) => words !== undefined);
}

const maxTurns =
  (turns: number): Limit =>
  ({ usage }) =>
    usage.turns >= turns ? `it reached the limit of ${turns} turns` : undefined;

const maxTokens =
  (tokens: number): Limit =>
  ({ usage }) =>
    usage.inputTokens + usage.outputTokens >= tokens ? `it reached the limit of ${tokens} tokens` : undefined;

const maxUsd =
  (usd: number): Limit =>
  ({ usage }) =>
    usage.usd >= usd ? `it reached the limit of ${usd} US dollars` : undefined;

const maxMinutes =
  (minutes: number): Limit =>
  ({ usedMs }) =>
    usedMs >= minutes * 60_000 ? `it reached the limit of ${minutes} minutes` : undefined;

const TIMES = 3;

/** An agent that does the same thing with the same result again and again has stopped getting anywhere. */
export const repetition =
  (): Limit =>
  ({ messages }) => {
    const last = actsOf(messages).slice(-TIMES);
    const isStuck = last.length === TIMES && last.every((act) => isDeepStrictEqual(act, last[0]));
    return isStuck ? `it did the same thing ${TIMES} times with the same result` : undefined;
  };

interface Act {
  readonly call: Pick<ToolCall, 'name' | 'input'>;
  readonly result: string;
}

function actsOf(messages: readonly Message[]): readonly Act[] {
  const acts: Act[] = [];
  for (const [index, message] of messages.entries()) {
    const answer = messages[index + 1];
    if (message.role !== 'model' || answer?.role !== 'tool') continue;
    for (const { id, name, input } of message.calls) {
      acts.push({ call: { name, input }, result: answer.results.find((result) => result.id === id)?.text ?? '' });
    }
  }
  return acts;
}
