import type { Benchmark, Sample, Screenshot } from '#shared/task/evidence.ts';
import { clip } from '#shared/text/clip.ts';
import type { Measurement } from '../checks/benchmarks.ts';
import type { BenchmarkPlan, ScreenshotPlan } from '../checks/measures.ts';
import type { Shot } from '../checks/screenshots.ts';

/** A benchmark on both sides. Pure. */
export function benchmarkOf(plan: BenchmarkPlan, was: Measurement | undefined, is: Measurement | undefined): Benchmark {
  const { name, command, better, unit, must } = plan;
  const [before, after] = [sampleIn(was), sampleIn(is)];
  const problem = problemOf(was, is);
  return {
    ...{ name, better, command: clip(command, 1_000) },
    ...(unit !== undefined && { unit }),
    ...(before && { before }),
    ...(after && { after }),
    ...(problem !== undefined && { problem }),
    ...(must && { must: { words: mustWords(plan), kept: isKept(plan, before, after) } }),
  };
}

export function screenshotOf({ name }: ScreenshotPlan, was: Shot | undefined, is: Shot | undefined): Screenshot {
  const problem = problemOf(was, is);
  return {
    name,
    ...(was && 'file' in was && { before: was.file }),
    ...(is && 'file' in is && { after: is.file }),
    ...(problem !== undefined && { problem }),
  };
}

const sampleIn = (measurement: Measurement | undefined): Sample | undefined =>
  measurement && 'sample' in measurement ? measurement.sample : undefined;

function problemOf(was: Measurement | Shot | undefined, is: Measurement | Shot | undefined): string | undefined {
  const sides = [
    ...(was && 'problem' in was ? [`before: ${was.problem}`] : []),
    ...(is && 'problem' in is ? [`after: ${is.problem}`] : []),
  ];
  return sides.length === 0 ? undefined : clip(sides.join('; '), 300);
}

function mustWords({ must = {}, unit = '' }: BenchmarkPlan): string {
  const { atMost, atLeast, worseByPercent } = must;
  const bounds = [
    ...(atMost === undefined ? [] : [`at most ${atMost} ${unit}`.trim()]),
    ...(atLeast === undefined ? [] : [`at least ${atLeast} ${unit}`.trim()]),
    ...(worseByPercent === undefined ? [] : [`at most ${worseByPercent}% worse`]),
  ];
  return clip(bounds.join(', '), 100);
}

/** A bound nothing was measured for is not kept. */
function isKept({ must = {}, better }: BenchmarkPlan, before: Sample | undefined, after: Sample | undefined): boolean {
  if (!after) return false;
  const { atMost = Infinity, atLeast = -Infinity, worseByPercent } = must;
  if (after.median > atMost || after.median < atLeast) return false;
  if (worseByPercent === undefined) return true;
  return before !== undefined && percentWorse(better, before.median, after.median) <= worseByPercent;
}

function percentWorse(better: Benchmark['better'], before: number, after: number): number {
  const worse = better === 'lower' ? after - before : before - after;
  return worse <= 0 ? 0 : (worse / Math.abs(before)) * 100;
}
