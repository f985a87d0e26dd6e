import * as z from 'zod';
import type { TestOutcome } from '#shared/task/evidence.ts';
import type { ReportedTest } from './reported-test.ts';

const Assertion = z.object({
  ancestorTitles: z.array(z.string()),
  title: z.string(),
  status: z.string(),
});

const TestFile = z.object({
  name: z.string(),
  status: z.string(),
  assertionResults: z.array(Assertion),
});
type TestFile = z.infer<typeof TestFile>;

const JestReport = z.object({ testResults: z.array(TestFile) });

/** `jest --json` and Vitest's `json` reporter. */
export function parseJest(text: string): readonly ReportedTest[] {
  return JestReport.parse(JSON.parse(text)).testResults.flatMap(testsOf);
}

function testsOf(file: TestFile): readonly ReportedTest[] {
  const tests = file.assertionResults.map(({ ancestorTitles, title, status }) => ({
    file: file.name,
    titles: [...ancestorTitles, title],
    outcome: outcomeOf(status),
  }));
  // A file that could not be loaded has no tests to fail: it fails itself.
  const isBroken = file.status === 'failed' && tests.every((test) => test.outcome !== 'failed');
  return isBroken ? [...tests, { file: file.name, titles: [], outcome: 'error' }] : tests;
}

/** Skipped goes by many names: `pending`, `skipped`, `todo`, `disabled`. */
function outcomeOf(status: string): TestOutcome {
  return status === 'passed' || status === 'failed' ? status : 'skipped';
}
