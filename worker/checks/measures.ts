import * as z from 'zod';
import { command, path, plainName } from './agent-file-fields.ts';
import { fileNameOf } from './log.ts';

const Must = z
  .strictObject({
    at_most: z.number().optional(),
    at_least: z.number().optional(),
    /** Against base, by the medians. */
    worse_by_percent: z.number().nonnegative().optional(),
  })
  .transform(({ at_most: atMost, at_least: atLeast, worse_by_percent: worseByPercent }) => ({
    ...(atMost !== undefined && { atMost }),
    ...(atLeast !== undefined && { atLeast }),
    ...(worseByPercent !== undefined && { worseByPercent }),
  }));

const PLACE = 'needs either `metric`, the printed text with {} for the number, or `file` and `value`';

/** Where a benchmark's number stands. */
type NumberPlace = { readonly printed: string } | { readonly file: string; readonly value: string };

const placeOfNumber = (printed: string, file: string | undefined, value: string): NumberPlace =>
  file === undefined ? { printed } : { file, value };

/** A command that measures something, and where its number stands. */
const BenchmarkEntry = z
  .strictObject({
    name: plainName,
    run: command,
    /** What is printed, `{}` for the number: the last one counts. */
    metric: z
      .string()
      .min(3)
      .max(200)
      .regex(/^[^{]*\{\}[^{]*$/, 'must hold {} once, for the number')
      .optional(),
    /** A JSON file the command writes, and the way to the number in it: `results.0.mean`. */
    file: path.optional(),
    value: z.string().min(1).max(200).optional(),
    better: z.enum(['lower', 'higher']),
    unit: z.string().max(20).optional(),
    /** On each side. */
    runs: z.number().int().min(1).max(10).default(3),
    /** What makes it a verdict; without, it only informs. */
    must: Must.optional(),
  })
  .refine(({ metric, file, value }) => (metric === undefined) === (file !== undefined && value !== undefined), PLACE)
  .transform(({ run, metric = '', file, value = '', unit, must, ...rest }) => ({
    ...rest,
    command: run,
    number: placeOfNumber(metric, file, value),
    ...(unit !== undefined && { unit }),
    ...(must && { must }),
  }));
export type BenchmarkPlan = z.infer<typeof BenchmarkEntry>;

/** A command that takes a picture, and where it puts it. */
const ScreenshotEntry = z
  .strictObject({ name: plainName, run: command, file: path.regex(/\.png$/i, 'must be a PNG file') })
  .transform(({ run, ...rest }) => ({ ...rest, command: run }));
export type ScreenshotPlan = z.infer<typeof ScreenshotEntry>;

/** Files of two entries are called after their names. */
function haveOwnNames(entries: readonly { readonly name: string }[]): boolean {
  return new Set(entries.map(({ name }) => fileNameOf(name))).size === entries.length;
}

export const Benchmarks = z.array(BenchmarkEntry).max(10).refine(haveOwnNames, 'two benchmarks have the same name');
export const Screenshots = z.array(ScreenshotEntry).max(10).refine(haveOwnNames, 'two screenshots have the same name');
