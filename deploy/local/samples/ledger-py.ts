import { cassette, type Sample, sample } from './sample.ts';

const LAST_DAY = 'tests.test_statement.StatementTest.test_an_entry_on_the_last_day_belongs_to_the_month';

export const LEDGER_PY: Sample = sample({
  repository: 'acme/ledger-py',
  title: 'A cash book with monthly statements',
  language: 'Python',
  needs: ['python3'],
  suggestions: [
    {
      kind: 'bug',
      words: 'Money that came in on the last day of a month is missing from the monthly statement. Please fix it.',
      shows: 'The failing test is about the statement; the mistake is in the book beneath it.',
      cassette: cassette('ledger-py'),
      expected: { pullRequest: 'ready', fixed: [LAST_DAY] },
      proof: { of: LAST_DAY, command: ['python3', '-m', 'unittest', LAST_DAY] },
    },
  ],
});
