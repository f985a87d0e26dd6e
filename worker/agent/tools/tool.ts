import * as z from 'zod';
import { TaskError } from '#shared/task/failure.ts';
import type { Account } from '#shared/task/step.ts';
import type { ToolSpec } from '../../model/model.ts';

/** What a call came to: words for the model, and a line for people. */
export interface Outcome {
  readonly text: string;
  readonly gist: string;
  /** It did not do what was asked of it. */
  readonly failed?: true;
  /** A file is another one now. */
  readonly changed?: true;
  /** Where all of it is stored, when the text is only a part. */
  readonly artifact?: string;
  /** Only `finish` has one: the agent says it is done. */
  readonly account?: Account;
}

export interface Tool {
  readonly spec: ToolSpec;
  /** Takes what the model gave, whatever it is. Everything that goes wrong inside comes back as words for it. */
  use(input: unknown, signal: AbortSignal): Promise<Outcome>;
}

interface Definition<Input> {
  readonly name: string;
  readonly description: string;
  readonly input: z.ZodType<Input>;
  /** What is being done, in one line. */
  readonly gist: (input: Input) => string;
  readonly act: (input: Input, signal: AbortSignal) => Promise<Omit<Outcome, 'gist'>>;
}

export function defineTool<Input>({ name, description, input, gist, act }: Definition<Input>): Tool {
  return {
    spec: { name, description, parameters: declared(input) },
    async use(given, signal) {
      const read = input.safeParse(given);
      if (!read.success)
        return { text: unusable(given, read.error), gist: `${name} with unusable input`, failed: true };
      return { gist: gist(read.data), ...(await inWords(act(read.data, signal))) };
    },
  };
}

/** Bounds of values are ours to check. Told to the model they cost room on every call, and some providers refuse them. */
const OURS = new Set(['minLength', 'maxLength', 'pattern', 'minimum', 'maximum', 'exclusiveMinimum']);

/** What anybody would take for granted where nothing is given. */
const PLAIN = new Set<unknown>([false, 0, '.']);

function declared(input: z.ZodType): Readonly<Record<string, unknown>> {
  const { $schema: _, ...parameters } = z.toJSONSchema(input, {
    io: 'input',
    override: ({ jsonSchema }) => {
      for (const key of OURS) delete (jsonSchema as Record<string, unknown>)[key];
      if (PLAIN.has(jsonSchema.default)) delete jsonSchema.default;
    },
  });
  return parameters;
}

function unusable(given: unknown, error: z.ZodError): string {
  if (typeof given === 'string') return 'The input is not a JSON object, perhaps because it was cut off. Call again.';
  return `The input does not fit: ${z.prettifyError(error)}`;
}

/** A problem of the agent's own making is a result it can act on. Any other ends the attempt. */
async function inWords<T>(acting: Promise<T>): Promise<T | { readonly text: string; readonly failed: true }> {
  try {
    return await acting;
  } catch (error) {
    if (error instanceof TaskError && error.whose === 'yours')
      return { text: `${error.message} ${error.remedy}`, failed: true };
    throw error;
  }
}

/** Something the agent asked for that cannot be had. */
export function toolProblem(words: string, remedy: string): TaskError {
  return new TaskError('tool_problem', words, { whose: 'yours', remedy });
}

/** Text that may become part of a command line, where NUL ends everything. */
export const argument = z
  .string()
  .min(1)
  .max(100_000)
  .regex(/^[^\0]*$/, 'must not contain NUL');
