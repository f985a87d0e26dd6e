import type { Benchmark, Evidence, Sample } from '#shared/task/evidence.ts';
import { oneLine } from '#shared/text/escape.ts';

/** A benchmark in words: where it went, and how far its runs lie apart. */
export function benchmarkWords({ name, before, after, better, unit = '', must, problem }: Benchmark): string {
  const delta = before && after ? ` (${deltaWords(before, after, better)})` : '';
  const sides = `${sampleWords(before, unit)} → ${sampleWords(after, unit)}${delta}`;
  const bound = must ? `; must be ${must.words}: ${must.kept ? 'kept' : 'not kept'}` : '';
  return oneLine(`${name}: ${sides}${bound}${problem === undefined ? '' : `; ${problem}`}`);
}

const sampleWords = (sample: Sample | undefined, unit: string): string =>
  sample
    ? [number(sample.median), unit, `[${number(sample.min)}–${number(sample.max)}]`]
        .filter((part) => part !== '')
        .join(' ')
    : 'not measured';

/** Runs that overlap show nothing, whatever their medians are. */
function deltaWords(before: Sample, after: Sample, better: Benchmark['better']): string {
  if (before.min <= after.max && after.min <= before.max) return 'within its spread';
  const percent = before.median === 0 ? '' : `${number(Math.abs(after.median / before.median - 1) * 100)}% `;
  return `${percent}${after.median < before.median === (better === 'lower') ? 'better' : 'worse'}`;
}

const number = (value: number): string => String(Number(value.toPrecision(3)));

/** Where a stored file of an attempt can be had. */
export type LinkTo = (attempt: number, file: string) => string;

/** A picture that can be opened, as the name of its artifact. */
interface Picture {
  readonly words: string;
  readonly file: string;
}

/** Pictures are links and nothing else: they are bytes of the repository. */
export const picturesOf = ({ screenshots = [] }: Evidence): readonly Picture[] =>
  screenshots.flatMap(({ name, before, after }) => [
    ...(before === undefined ? [] : [{ words: `${oneLine(name)} before`, file: before }]),
    ...(after === undefined ? [] : [{ words: `${oneLine(name)} after`, file: after }]),
  ]);

/** Why pictures are missing. */
export const missingPictures = ({ screenshots = [] }: Evidence): readonly string[] =>
  screenshots.flatMap(({ name, problem }) => (problem === undefined ? [] : [oneLine(`${name}: ${problem}`)]));
