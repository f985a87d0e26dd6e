import type { Benchmark, Sample } from './evidence.ts';

/** Claims of speed are held against the benchmarks the repository names, and nothing else. */
export const claimsSpeed = {
  claim:
    /\b(?:faster|quicker|speed(?:s|ed)? (?:it )?up|more efficient|performance|less memory)\b|\b(?:runs?|takes?|took|finish\w*|complet\w*|down to)\b[^.;]{0,30}\b\d+(?:\.\d+)?\s*(?:ns|µs|us|ms|s|sec|seconds?|milliseconds?)\b/i,
  judge(benchmarks: readonly Benchmark[], sentence: string): { readonly confirmed: boolean; readonly why: string } {
    const measured = benchmarks.flatMap(({ name, before, after, better, unit = '' }) =>
      before && after ? [{ name, before, after, better, unit }] : [],
    );
    if (measured.length === 0) return { confirmed: false, why: 'no benchmark was measured' };
    const carrying = measured.find((each) => carries(each, sentence));
    return carrying
      ? {
          confirmed: true,
          why: `benchmark ${carrying.name}: ${carrying.before.median} → ${carrying.after.median} ${carrying.unit}`.trim(),
        }
      : { confirmed: false, why: 'the benchmarks do not show it' };
  },
};

interface Measured extends Pick<Benchmark, 'better'> {
  readonly name: string;
  readonly before: Sample;
  readonly after: Sample;
  readonly unit: string;
}

/** Better in every run than in any run before, and by as much as is said. */
function carries(measured: Measured, sentence: string): boolean {
  const { before, after, better, unit } = measured;
  const isBetter = better === 'lower' ? after.max < before.min : after.min > before.max;
  const [, said, saidUnit] = /(\d+(?:\.\d+)?)\s*(ns|µs|us|ms|s|x|×|times|%|percent)(?![a-z])/i.exec(sentence) ?? [];
  if (said === undefined || saidUnit === undefined) return isBetter;
  const amount = Number(said);
  const ratio = better === 'lower' ? before.median / after.median : after.median / before.median;
  if (/^(?:x|×|times)$/i.test(saidUnit)) return isBetter && ratio >= amount;
  if (/^(?:%|percent)$/i.test(saidUnit))
    return isBetter && (better === 'lower' ? 1 - 1 / ratio : ratio - 1) * 100 >= amount;
  return saidUnit === unit && better === 'lower' && after.median <= amount;
}
