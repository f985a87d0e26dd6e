import type { Message, ToolResult } from '../model/model.ts';

/** What stands in the place of messages that are no longer told as they were. */
export type Stands = ReadonlyMap<Message, readonly Message[]>;

/** A conversation as it is told now. */
export function toldOf(messages: readonly Message[], stands: Stands): readonly Message[] {
  return messages.flatMap((message) => stands.get(message) ?? [message]);
}

interface Room {
  readonly bytesOf: (message: Message) => number;
  readonly mostBytes: number;
}

/**
 * Leaves out what was longest ago until the rest fits: first what tools said, then whole turns. What people said stays,
 * and so does what the model said, to the letter or not at all, because some of it is signed.
 */
export function forget(messages: readonly Message[], before: Stands, { bytesOf, mostBytes }: Room): Stands {
  const stands = new Map(before);
  const sum = (some: readonly Message[]) => some.reduce((bytes, message) => bytes + bytesOf(message), 0);
  let bytes = sum(toldOf(messages, stands));
  for (const replacements of candidates(messages, stands)) {
    if (bytes <= mostBytes) break;
    const saved = replacements.map(([message, instead]) => sum(stands.get(message) ?? [message]) - sum(instead));
    const savedBytes = saved.reduce((total, each) => total + each, 0);
    if (savedBytes <= 0) continue;
    for (const [message, instead] of replacements) stands.set(message, instead);
    bytes -= savedBytes;
  }
  return stands;
}

/** What belongs together goes together: a call without its result makes no sense to a provider. */
type Replacements = readonly (readonly [Message, readonly Message[]])[];

/** In the order in which they are missed least. */
function* candidates(messages: readonly Message[], stands: Stands): Generator<Replacements> {
  const said = messages.filter((message) => message.role === 'tool');
  for (const message of said.slice(0, -1)) yield [[message, [without(message, message.results)]]];
  yield* wholeTurns(messages, stands);
  // Of many results that came at once the last one stays: the model has seen none of them yet.
  for (const message of said.slice(-1)) yield [[message, [without(message, message.results.slice(0, -1))]]];
}

/** The last two turns are what goes on right now. */
function* wholeTurns(messages: readonly Message[], stands: Stands): Generator<Replacements> {
  const turns = messages.flatMap((message, index) => (message.role === 'model' ? [index] : [])).slice(0, -2);
  for (const [number, index] of turns.entries()) {
    const [model, tool] = messages.slice(index, index + 2);
    if (!model || stands.has(model)) continue;
    const leftOut = [model, number === 0 ? [TURNS_LEFT_OUT] : []] as const;
    yield tool?.role === 'tool' ? [leftOut, [tool, []]] : [leftOut];
  }
}

const TURNS_LEFT_OUT: Message = { role: 'user', text: '[Your first turns were left out here to save room.]' };

type ToolMessage = Extract<Message, { role: 'tool' }>;

function without(message: ToolMessage, left: readonly ToolResult[]): ToolMessage {
  const shorter = (result: ToolResult) => (left.includes(result) ? { ...result, text: leftOut(result) } : result);
  return { ...message, results: message.results.map(shorter) };
}

function leftOut({ text, artifact }: ToolResult): string {
  const where = artifact ? `, whole in ${artifact}` : '';
  const said = `[${text.length} characters left out here to save room${where}. Call again if you need them.]`;
  return said.length < text.length ? said : text;
}
