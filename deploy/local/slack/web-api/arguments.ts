import * as z from 'zod';
import { problems } from '../validate/problem.ts';
import { ApiError } from './api-error.ts';

const SPELLINGS = new Map<unknown, boolean>([
  ['true', true],
  ['1', true],
  [1, true],
  ['false', false],
  ['0', false],
  [0, false],
]);

/** A yes or no, in any of the spellings of forms and JSON. */
export const Flag = z.preprocess((value) => SPELLINGS.get(value) ?? value, z.boolean());

/** A whole number, or a form's spelling of one. */
export const Count = z.preprocess(
  (value) => (typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value),
  z.int(),
);

/** The arguments of one call, checked, or Slack's `invalid_arguments`. */
export function readArguments<Schema extends z.ZodType>(
  schema: Schema,
  given: Readonly<Record<string, unknown>>,
): z.output<Schema> {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new ApiError('invalid_arguments', problems(parsed.error.issues, given));
}
