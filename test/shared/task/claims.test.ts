import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { claimsOf } from '#shared/task/claims.ts';
import { Claim, type Evidence } from '#shared/task/evidence.ts';
import type { Change } from '#shared/task/step.ts';
import { change } from './facts.ts';
import { evidence } from './samples.ts';

interface Around {
  readonly evidence?: Partial<Evidence>;
  readonly moves?: Partial<Evidence['moves']>;
  readonly files?: readonly string[];
  readonly fileCount?: number;
}

function said(summary: string, { evidence: about = {}, moves = {}, files = ['src/cart.js'], fileCount }: Around = {}) {
  const account = { ...change.account, summary, why: '', verify: '' };
  const listed: Change['files'] = files.map((path) => ({ path, added: 1, removed: 1 }));
  const seen = { ...evidence, ...about, moves: { ...evidence.moves, fixed: [], passed: 12, ...moves } };
  return claimsOf(account, { evidence: seen, change: { files: listed, fileCount: fileCount ?? listed.length } });
}

/** `+` for each claim that is confirmed, `-` for each that is not. */
const marks = (summary: string, around?: Around): string =>
  said(summary, around)
    .map(({ confirmed }) => (confirmed ? '+' : '-'))
    .join('');

const RED: Around = { evidence: { verdict: 'red' }, moves: { broken: ['adds'] } };
const quick = { median: 18, min: 17, max: 19, runs: 3 };
const slow = { median: 40, min: 38, max: 44, runs: 3 };
const parse = {
  name: 'parse',
  command: 'node bench',
  better: 'lower',
  unit: 'ms',
  before: slow,
  after: quick,
} as const;
const FASTER: Around = { evidence: { benchmarks: [parse] } };

describe('that all tests pass', () => {
  test.each([
    'All tests pass.',
    'All tests are passing now',
    'The whole test suite passes.',
    'every existing check still passes',
    'All 12 tests pass',
    'No regressions.',
    'Everything works',
    'CI is green',
  ])('"%s" is confirmed by green checks, and by nothing less', (words) => {
    expect(marks(words)).toBe('+');
    expect(marks(words, RED)).toBe('-');
    expect(marks(words, { evidence: { verdict: 'unproven' } })).toBe('-');
    const flake = { check: 'tests', test: 'adds', at: 'head', failed: 1, runs: 3 } as const;
    expect(marks(words, { evidence: { flaky: [flake] } })).toBe('-');
  });

  test('is held against how many there are', () => {
    expect(marks('All 400 tests pass')).toBe('-');
    expect(said('All 400 tests pass')[0]?.why).toBe('12 passed');
  });

  test('says why not', () => {
    expect(said('All tests pass', RED)[0]?.why).toBe('not so at bbbbbbb: 1 broken');
    expect(said('All tests pass', { evidence: { verdict: 'red' }, moves: { notRun: ['a', 'b'] } })[0]?.why).toBe(
      'not so at bbbbbbb: 2 not run any more',
    );
  });

  test('is not claimed where it is denied', () => {
    expect(marks('Some tests do not pass yet')).toBe('');
    expect(marks('Not all tests pass')).toBe('-');
  });
});

describe('that there is a new test', () => {
  test('is confirmed by one that was run and passed, called after what it is for', () => {
    const moves = { added: ['cart.test.js > rounds prices'] };
    expect(marks('Added a test.', { moves })).toBe('+');
    expect(marks('I wrote a regression test for rounding', { moves })).toBe('+');
    expect(marks('Adds unit tests for the login page', { moves })).toBe('-');
    expect(marks('Added a test.')).toBe('-');
    expect(marks('Added a test.', { evidence: { verdict: 'red' }, moves: { ...moves, broken: ['a'] } })).toBe('-');
  });
});

describe('that a test is mended', () => {
  const moves = { fixed: ['cart.test.js > adds up', 'cart.test.js > rounds'] };
  test('is confirmed by one that failed before and passes now', () => {
    expect(marks('Fixed the test `adds up`', { moves })).toBe('+');
    expect(marks('The test "rounds" passes now', { moves, evidence: { verdict: 'red' } })).toBe('+');
    expect(marks('Fixed the test `ships`', { moves })).toBe('-');
    expect(marks('Fixes the failing tests', { moves })).toBe('+');
    expect(marks('Fixes the failing tests', { moves: { ...moves, stillFailing: ['ships'] } })).toBe('-');
    expect(marks('Fixes the failing tests')).toBe('-');
  });
});

describe('what checks cannot see', () => {
  test.each([
    'No behaviour change.',
    'No functional changes',
    'This is a pure refactoring',
    'It is backwards compatible',
    'I tested it manually',
    'I ran the server and looked',
    'Updated the comments and docs',
    'It runs in 20 ms',
    'Performance is much better',
  ])('"%s" is unconfirmed', (words) => {
    expect(marks(words)).toBe('-');
  });

  test('can be seen where only documents changed', () => {
    expect(marks('No behaviour change, no functional changes.', { files: ['README.md', 'docs/a.png'] })).toBe('+');
    expect(marks('No functional changes.', { files: ['README.md'], fileCount: 400 })).toBe('-');
  });
});

describe('what files show', () => {
  test.each([
    ['Updated the README', ['README.md'], '+'],
    ['Updated the README', ['docs/a.md'], '-'],
    ['Extended the documentation', ['docs/a.md'], '+'],
    ['Adds a changelog entry', ['CHANGELOG.md'], '+'],
    ['No new dependencies', ['src/a.js'], '+'],
    ['No new dependencies', ['package.json'], '-'],
    ['I did not change any tests', ['src/a.js'], '+'],
    ['I did not change any tests', ['src/a.js', 'test/a.test.js'], '-'],
  ] as const)('"%s" with %j', (words, files, mark) => {
    expect(marks(words, { files })).toBe(mark);
  });
});

describe('how fast it is', () => {
  test.each([
    ['It runs in 20 ms now', '+'],
    ['It takes 10 ms', '-'],
    ['It is faster', '+'],
    ['It is 2x faster', '+'],
    ['It is 3x faster', '-'],
    ['It is 50% faster', '+'],
    ['It is 80% faster', '-'],
    ['It takes 1 s', '-'],
  ] as const)('"%s" is held against the benchmarks', (words, mark) => {
    expect(marks(words, FASTER)).toBe(mark);
  });

  test('is not shown by runs that overlap', () => {
    const noisy = { ...parse, after: { ...quick, max: 39 } };
    expect(marks('It is faster', { evidence: { benchmarks: [noisy] } })).toBe('-');
  });
});

test('a sentence is one claim, confirmed only when all of it is', () => {
  const moves = { added: ['a > new one'], broken: [] };
  expect(said('Added a test and all tests pass.', { moves })).toHaveLength(1);
  expect(marks('Added a test and all tests pass.', { moves })).toBe('+');
  expect(marks('Added a test and no functional changes.', { moves })).toBe('-');
});

test('every line of a list is looked at, and what claims nothing is left alone', () => {
  expect(marks('Round at the end\n- All tests pass\n- Updated the README\n2. No functional changes')).toBe('+--');
  expect(said('Round prices once, at the end.')).toEqual([]);
});

test('what it says fits the record, whatever an agent writes', () => {
  const word = fc.constantFrom(
    'all',
    'tests',
    'pass',
    'added',
    'a test',
    'for',
    '`',
    '"',
    'fixed',
    'no',
    '5 ms',
    'in',
    '.',
    '\n',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(word, { maxLength: 400 }).map((words) => words.join(' ')),
      ),
      (text) => {
        const claims = said(text);
        expect(claims.length).toBeLessThanOrEqual(12);
        for (const claim of claims) expect(Claim.safeParse(claim).success).toBe(true);
      },
    ),
  );
});
