import { join } from 'node:path';

/** A small repository with an honest bug, for the playground to be asked about. */
export interface Sample {
  readonly repository: string;
  /** Its files; the playground makes a git repository of them. */
  readonly folder: string;
  /** What the scripted model plays for it. */
  readonly cassette: string;
  /** What to ask for, so that the cassette fits. */
  readonly request: string;
  /** The test the bug fails, as evidence names it. */
  readonly failingTest: string;
  /** Runs that test, from the root of the repository. */
  readonly testCommand: readonly [string, ...string[]];
}

export const SAMPLES: readonly Sample[] = [
  {
    repository: 'acme/shop-js',
    folder: join(import.meta.dirname, 'repositories/shop-js'),
    cassette: join(import.meta.dirname, 'cassettes/shop-js.json'),
    request: 'A customer ordered exactly ten mugs and got no quantity discount. Please fix it.',
    failingTest: 'test/discounts.test.js > quantity discount > starts at exactly ten pieces',
    testCommand: ['node', '--test', 'test/discounts.test.js'],
  },
  {
    repository: 'acme/ledger-py',
    folder: join(import.meta.dirname, 'repositories/ledger-py'),
    cassette: join(import.meta.dirname, 'cassettes/ledger-py.json'),
    request: 'Money that came in on the last day of a month is missing from the monthly statement. Please fix it.',
    failingTest: 'tests.test_statement.StatementTest.test_an_entry_on_the_last_day_belongs_to_the_month',
    testCommand: [
      'python3',
      '-m',
      'unittest',
      'tests.test_statement.StatementTest.test_an_entry_on_the_last_day_belongs_to_the_month',
    ],
  },
];
