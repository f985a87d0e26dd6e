import * as z from 'zod';
import type { TestOutcome } from '#shared/task/evidence.ts';
import type { ReportedTest } from './reported-test.ts';

const MochaTest = z.object({
  fullTitle: z.string(),
  /** Only in the report we ask for ourselves; Mocha's own joins the titles with blanks. */
  titlePath: z.array(z.string()).optional(),
  order: z.number().optional(),
  file: z.string().nullish(),
  type: z.string().optional(),
});
type MochaTest = z.infer<typeof MochaTest>;

const MochaReport = z.object({
  passes: z.array(MochaTest),
  failures: z.array(MochaTest),
  pending: z.array(MochaTest),
});

/** Mocha's `json` reporter, and what our own listener writes. */
export function parseMocha(text: string): readonly ReportedTest[] {
  const { passes, failures, pending } = MochaReport.parse(JSON.parse(text));
  const tests = [
    ...passes.map((test) => ({ test, outcome: 'passed' as const })),
    ...failures.map((test) => ({ test, outcome: test.type === 'hook' ? ('error' as const) : ('failed' as const) })),
    ...pending.map((test) => ({ test, outcome: 'skipped' as const })),
  ];
  return tests.sort((a, b) => (a.test.order ?? 0) - (b.test.order ?? 0)).map(reported);
}

function reported({ test, outcome }: { test: MochaTest; outcome: TestOutcome }): ReportedTest {
  const { file, fullTitle, titlePath } = test;
  return { ...(file && { file }), titles: titlePath ?? [fullTitle], outcome };
}
