import * as z from 'zod';
import type { TestOutcome } from '#shared/task/evidence.ts';
import type { ReportedTest } from './reported-test.ts';

const Example = z.object({ full_description: z.string(), file_path: z.string(), status: z.string() });

const RSpecReport = z.object({
  examples: z.array(Example),
  summary: z.object({ errors_outside_of_examples_count: z.number() }).partial().optional(),
});

/** RSpec's `json` formatter, and what our own listener writes. */
export function parseRSpec(text: string): readonly ReportedTest[] {
  const { examples, summary } = RSpecReport.parse(JSON.parse(text));
  const tests = examples.map(({ full_description: title, file_path: file, status }) => ({
    file,
    titles: [title],
    outcome: outcomeOf(status),
  }));
  // A file that does not load has no examples to fail.
  const isBroken = (summary?.errors_outside_of_examples_count ?? 0) > 0;
  return isBroken ? [...tests, { titles: ['errors outside of examples'], outcome: 'error' }] : tests;
}

function outcomeOf(status: string): TestOutcome {
  return status === 'passed' || status === 'failed' ? status : 'skipped';
}
