import type { Assignment } from '#shared/worker-api.ts';
import { hopeless } from './stuck.ts';
import type { Talk } from './talk.ts';

/** A conversation, and for how long the agent has worked on it. */
export interface Progress extends Talk {
  readonly usedMs: number;
}

/** Says why a conversation must end, in words for the person; nothing while it may go on. */
export type Limit = (progress: Progress) => string | undefined;

/** The bounds of an attempt as one. */
export function limitsOf({ turns, tokens, usd, minutes }: Assignment['limits']): Limit {
  const all = [maxTurns(turns), maxTokens(tokens), maxUsd(usd), maxMinutes(minutes), hopeless];
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
    usedMs >= minutes * 60_000 ? timeIsUp(minutes) : undefined;

export const timeIsUp = (minutes: number): string => `it reached the limit of ${minutes} minutes`;
