import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sample } from '#shared/task/evidence.ts';
import { plain } from '#shared/text/escape.ts';
import type { BenchmarkPlan } from './measures.ts';
import { runCommand } from './run.ts';
import { runErrand, type Setting } from './setting.ts';

/** What a benchmark measured on one commit, or why it did not. */
export type Measurement = { readonly sample: Sample } | { readonly problem: string };

/** All runs of all benchmarks of one commit. What is begun is ended. */
const MOST_MS = 10 * 60_000;

/** Runs each benchmark a few times, like a check: in the sandbox, without network. */
export async function runBenchmarks(
  benchmarks: readonly BenchmarkPlan[],
  setting: Setting,
): Promise<ReadonlyMap<string, Measurement>> {
  const found = new Map<string, Measurement>();
  let leftMs = MOST_MS;
  for (const benchmark of benchmarks) {
    const { measurement, tookMs } = await measureOne(benchmark, leftMs, setting);
    leftMs -= tookMs;
    found.set(benchmark.name, measurement);
  }
  return found;
}

async function measureOne(benchmark: BenchmarkPlan, leftMs: number, setting: Setting) {
  const values: number[] = [];
  let tookMs = 0;
  while (values.length < benchmark.runs && tookMs < leftMs) {
    const once = await runOnce(benchmark, setting);
    tookMs += once.tookMs;
    if ('problem' in once) return { measurement: { problem: once.problem }, tookMs };
    values.push(once.value);
  }
  const measurement: Measurement =
    values.length > 0 ? { sample: sampleOf(values) } : { problem: 'there was no time left for it' };
  return { measurement, tookMs };
}

type Once = { readonly tookMs: number } & ({ readonly value: number } | { readonly problem: string });

async function runOnce({ name, command, number }: BenchmarkPlan, setting: Setting): Promise<Once> {
  if ('file' in number) await runErrand(['rm', '-f', '--', `./${number.file}`], 1_024, setting);
  const run = await runCommand({ name: `benchmark ${name}`, command }, 'none', setting);
  const { tookMs } = run;
  if (run.exitCode !== 0)
    return { tookMs, problem: run.stopped ? `stopped (${run.stopped})` : `exit code ${run.exitCode}` };
  const value =
    'file' in number
      ? await numberInFile(number.file, number.value, setting)
      : printedNumber(number.printed, await readFile(join(setting.logs, run.log), 'utf8'));
  return value === undefined ? { tookMs, problem: 'it gave no number where one was named' } : { tookMs, value };
}

const LARGEST_BYTES = 1024 * 1024;

async function numberInFile(file: string, value: string, setting: Setting): Promise<number | undefined> {
  const { done, output } = await runErrand(['cat', '--', `./${file}`], LARGEST_BYTES, setting);
  return done ? numberAt(output, value) : undefined;
}

/** The number a JSON text has at `results.0.mean`. */
export function numberAt(json: string, way: string): number | undefined {
  try {
    let found: unknown = JSON.parse(json);
    for (const key of way.split('.')) found = Object.hasOwn(Object(found), key) ? Object(found)[key] : undefined;
    return typeof found === 'number' && Number.isFinite(found) ? found : undefined;
  } catch {
    // What is no JSON has no number; the measurement says so.
    return undefined;
  }
}

const NUMBER = String.raw`([-+]?\d[\d,_]*(?:\.\d+)?(?:e[-+]?\d+)?)`;

/** The last number an output has where `{}` stands in the pattern. The rest of the pattern is plain text. */
export function printedNumber(pattern: string, output: string): number | undefined {
  const [before = '', after = ''] = pattern.split('{}').map(literal);
  const found = [...plain(output).matchAll(new RegExp(before + NUMBER + after, 'g'))].at(-1)?.[1];
  const number = Number(found?.replace(/[,_]/g, ''));
  return found !== undefined && Number.isFinite(number) ? number : undefined;
}

const literal = (text: string): string => text.replace(/[\\^$.|+*?()[\]{}]/g, '\\$&');

function sampleOf(values: readonly number[]): Sample {
  const sorted = values.toSorted((a, b) => a - b);
  const [lower = 0, upper = 0] = [
    sorted[Math.floor((sorted.length - 1) / 2)],
    sorted[Math.ceil((sorted.length - 1) / 2)],
  ];
  return { median: (lower + upper) / 2, min: sorted[0] ?? 0, max: sorted.at(-1) ?? 0, runs: sorted.length };
}
