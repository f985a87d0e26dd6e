import { isDeepStrictEqual } from 'node:util';
import type { Message, ToolCall, ToolResult } from '../model/model.ts';
import { idleTurns, type Talk } from './talk.ts';

/** A sign that an agent gets nowhere, what it did, and how often it may. */
interface Sign {
  readonly count: (talk: Talk) => number;
  readonly did: (count: number) => string;
  readonly nudgeAt: number;
  readonly endAt: number;
}

const SIGNS: readonly Sign[] = [
  {
    count: sameAgain,
    did: (count) => `did the same thing ${count} times with the same result`,
    nudgeAt: 3,
    endAt: 6,
  },
  { count: sameFailure, did: (count) => `failed in the same way ${count} times`, nudgeAt: 4, endAt: 8 },
  {
    count: onlyWords,
    did: (count) => (count === 1 ? 'called no tool' : `called no tool ${count} times in a row`),
    nudgeAt: 1,
    endAt: 3,
  },
  { count: idleTurns, did: (count) => `changed no file in ${count} turns`, nudgeAt: 25, endAt: 50 },
];

/** Says that it is no use to go on. */
export function hopeless(talk: Talk): string | undefined {
  return SIGNS.map(({ count, did, endAt }) => (count(talk) >= endAt ? `it ${did(count(talk))}` : undefined)).find(
    Boolean,
  );
}

/** What to tell an agent that has begun to get nowhere with its last turn. */
export function nudgeFor(talk: Talk): string | undefined {
  const before = withoutLastTurn(talk);
  const sign = SIGNS.find(({ count, nudgeAt }) => count(talk) >= nudgeAt && count(before) < nudgeAt);
  return sign && `You ${sign.did(sign.count(talk))}.`;
}

function withoutLastTurn(talk: Talk): Talk {
  const last = talk.messages.findLastIndex(({ role }) => role === 'model');
  const usage = { ...talk.usage, turns: talk.usage.turns - 1 };
  return { ...talk, messages: talk.messages.slice(0, Math.max(0, last)), usage };
}

/** How far back is looked. Whoever goes round in a circle of three is found too. */
const MOST_ACTS = 18;

function sameAgain({ messages }: Talk): number {
  const acts = lastActs(messages);
  const last = acts.at(-1);
  return acts.filter(({ call, result }) => result.text === last?.result.text && isSameCall(call, last.call)).length;
}

const isSameCall = (one: ToolCall, other: ToolCall): boolean =>
  one.name === other.name && isDeepStrictEqual(one.input, other.input);

/** Of failures, numbers do not count: most of them are times and addresses. */
function sameFailure({ messages }: Talk): number {
  const failures = lastActs(messages).filter(({ result }) => result.failed);
  const last = failures.at(-1);
  return failures.filter(
    ({ call, result }) =>
      call.name === last?.call.name && withoutNumbers(result.text) === withoutNumbers(last.result.text),
  ).length;
}

const withoutNumbers = (text: string): string => text.replace(/\d+/g, '0');

function onlyWords({ messages }: Talk): number {
  const turns = messages.filter((message) => message.role === 'model');
  return turns.length - 1 - turns.findLastIndex(({ calls }) => calls.length > 0);
}

interface Act {
  readonly call: ToolCall;
  readonly result: ToolResult;
}

function lastActs(messages: readonly Message[]): readonly Act[] {
  const acts: Act[] = [];
  for (let index = messages.length - 1; index > 0 && acts.length < MOST_ACTS; index -= 1) {
    const [asked, answered] = [messages[index - 1], messages[index]];
    if (asked?.role !== 'model' || answered?.role !== 'tool') continue;
    const pairs = asked.calls.flatMap((call, at) => {
      const result = answered.results[at];
      return result ? [{ call, result }] : [];
    });
    acts.unshift(...pairs);
  }
  return acts.slice(-MOST_ACTS);
}
