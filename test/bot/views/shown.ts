import type { Message } from '#bot/views/message.ts';

/** Every object in a message or view, however deep. */
export function objectsIn(value: unknown): readonly Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn);
  if (value === null || typeof value !== 'object') return [];
  const object = value as Record<string, unknown>;
  return [object, ...Object.values(object).flatMap(objectsIn)];
}

/** Every text a person reads, in order. */
export const textsIn = (blocks: unknown): readonly string[] =>
  objectsIn(blocks).flatMap(({ text, title }) => [title, text].filter((shown) => typeof shown === 'string'));

/** What a person reads, as one text. */
export const read = (blocks: unknown): string => textsIn(blocks).join('');

/** The labels of the buttons, in order. */
export const buttonsOf = (blocks: unknown): readonly unknown[] =>
  objectsIn(blocks)
    .filter(({ type }) => type === 'button')
    .map(({ text }) => textsIn([text])[0]);

/** The small print. */
export const contextOf = ({ blocks }: Message): readonly string[] =>
  textsIn(blocks.filter(({ type }) => type === 'context'));
