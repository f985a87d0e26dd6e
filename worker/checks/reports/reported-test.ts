import type { TestOutcome } from '#shared/task/evidence.ts';

/** One test as a runner reported it. */
export interface ReportedTest {
  readonly file?: string;
  /** From the outermost suite to the test's own title. */
  readonly titles: readonly string[];
  readonly outcome: TestOutcome;
}
