import type * as z from 'zod';
import { readArguments } from './arguments.ts';

export type Answer = Readonly<Record<string, unknown>>;

/** One Web API method: which token opens it, and what it does with the arguments. `ok: true` is added to its answer. */
export interface Method {
  readonly token: 'bot' | 'app' | 'any';
  readonly answer: (given: Readonly<Record<string, unknown>>) => Answer;
}

export type Methods = Readonly<Record<string, Method>>;

/** A method of the bot token, with its arguments checked before it acts. */
export function method<Schema extends z.ZodType>(schema: Schema, act: (args: z.output<Schema>) => Answer): Method {
  return { token: 'bot', answer: (given) => act(readArguments(schema, given)) };
}
