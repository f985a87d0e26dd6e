import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTap, speaksTap } from '#worker/checks/reports/tap.ts';
import { fixture, read } from './reading.ts';

const tap = (...lines: string[]): Record<string, string> => read('tap', lines.join('\n'));

describe('TAP as it was really printed', () => {
  test("Perl's, with subtests, one name twice, tests without a name, and what is to do or skipped", async () => {
    expect(read('tap', await fixture('perl.tap'))).toEqual({
      adds: 'passed',
      'adds (2)': 'passed',
      'cart > holds': 'passed',
      'cart > sums': 'failed',
      discounts: 'skipped',
      'rounds # not a directive \\# here': 'failed',
      surprise: 'skipped',
      'test 3': 'passed',
      'test 6': 'skipped',
      'test 7': 'skipped',
    });
  });

  test("Node's, whose explanations quote TAP themselves", async () => {
    expect(read('tap', await fixture('node.tap'))).toEqual({
      'cart > adds': 'passed',
      'cart > later': 'skipped',
      'cart > rounds': 'failed',
      'cart > ships': 'skipped',
      'top # odd': 'passed',
    });
  });

  test("that of Bash's bats", async () => {
    expect(read('tap', await fixture('bats.tap'))).toEqual({
      adds: 'passed',
      'rounds # up': 'failed',
      ships: 'skipped',
    });
  });
});

describe('plans', () => {
  test.each([
    ['fewer tests than planned', ['1..3', 'ok 1 - a'], { a: 'passed', 'planned 3 tests, ran 1': 'error' }],
    ['more tests than planned', ['ok 1 - a', 'ok 2 - b', '1..1'], { 'planned 1 tests, ran 2': 'error' }],
    ['no plan at all', ['ok 1 - a', 'ok 2 - b'], { 'no plan, so it ended early': 'error' }],
    ['a plan and nothing after it', ['1..2'], { 'planned 2 tests, ran 0': 'error' }],
    ['an end before the end', ['1..2', 'ok 1 - a', 'Bail out! no disk'], { 'Bail out! no disk': 'error' }],
    ['a block that never ends', ['1..2', 'not ok 1 - a', '  ---', 'ok 2 - b'], { 'planned 2 tests, ran 1': 'error' }],
    [
      'a subtest that did not keep its own',
      ['    1..2', '    ok 1 - a', 'not ok 1 - sub', '1..1'],
      { 'sub > planned 2 tests, ran 1': 'error' },
    ],
  ])('%s is an error beside the tests', (_what, lines, problem) => {
    expect(tap(...lines)).toMatchObject(problem);
  });

  test('several streams, one after the other, each have their own', () => {
    expect(tap('1..1', 'ok 1 - a', '1..2', 'ok 1 - b', 'ok 2 - c')).toEqual({ a: 'passed', b: 'passed', c: 'passed' });
    expect(tap('ok 1 - a', '1..1', 'ok 1 - b', '1..1')).toEqual({ a: 'passed', b: 'passed' });
    expect(tap('TAP version 14', 'ok 1 - a', '1..1', 'TAP version 14', '1..1', 'ok 1 - b')).toEqual({
      a: 'passed',
      b: 'passed',
    });
  });

  test('a stream without one is found out when the next begins', () => {
    expect(tap('ok 1 - a', 'ok 2 - b', 'ok 1 - c', '1..1')).toEqual({
      a: 'passed',
      b: 'passed',
      c: 'passed',
      'no plan, so it ended early': 'error',
    });
  });

  test('a file that skips itself is one skipped test', () => {
    expect(parseTap('1..0 # SKIP not here\n')).toEqual([{ titles: [], outcome: 'skipped' }]);
  });
});

describe('results', () => {
  test.each([
    ['not ok 1 - a # TODO later', 'a', 'skipped'],
    ['ok 1 - a # skip', 'a', 'skipped'],
    ['ok 1 - a # SKIPPED: slow', 'a', 'skipped'],
    ['not ok 1 - a # todo', 'a', 'skipped'],
    ['not ok 1 - costs \\# TODO', 'costs # TODO', 'failed'],
    ['not ok 1 - a # todolist is full', 'a', 'skipped'],
    ['not ok 1 - a # b', 'a # b', 'failed'],
    ['ok 1 - \u001b[31mred\u001b[0m\u0007', 'red', 'passed'],
    ['ok 1', 'test 1', 'passed'],
    ['not ok - a', 'a', 'failed'],
  ])('%s', (line, name, outcome) => {
    expect(tap('1..1', line)).toEqual({ [name]: outcome });
  });

  test('a subtest that fails without a failing test of its own fails itself', () => {
    expect(tap('    ok 1 - a', '    1..1', 'not ok 1 - sub', '1..1')).toEqual({ sub: 'failed', 'sub > a': 'passed' });
  });

  test('of a subtest that is to do, nothing fails', () => {
    expect(tap('    not ok 1 - a', '    1..1', 'not ok 1 - sub # TODO', '1..1')).toEqual({ 'sub > a': 'skipped' });
  });

  test('other output between them is passed over', () => {
    expect(tap('1..1', 'hello', 'ok', 'okay 7', '# ok 3 - no', 'ok 1 - a', 'All tests successful.')).toEqual({
      a: 'passed',
    });
  });
});

describe('hostile TAP', () => {
  test.each([
    ['nothing at all', ''],
    ['prose', 'all went ok\nnothing was not ok'],
    ['a plan in a sentence', 'it says 1..3 here'],
  ])('%s is refused', (_what, text) => {
    expect(() => parseTap(text)).toThrow('no TAP');
    expect(speaksTap(text)).toBe(false);
  });

  test('nesting without end is no test', () => {
    const deep = Array.from({ length: 5_000 }, (_, depth) => `${' '.repeat(4 * depth)}ok 1 - a`);
    expect(parseTap([...deep, '1..1'].join('\n')).length).toBeLessThan(100);
  });

  test('a plan of very many tests costs nothing', () => {
    expect(tap('1..999999999', 'ok 1 - a')).toMatchObject({ 'planned 999999999 tests, ran 1': 'error' });
  });

  test('a long line of signs is read in one go', () => {
    expect(Object.keys(tap('1..1', `ok 1 - ${'#'.repeat(200_000)}`))).toHaveLength(1);
  });

  test('the outcome of a well-formed stream is that of each of its lines', () => {
    const results = fc.array(fc.boolean(), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(results, (given) => {
        const lines = given.map((isOk, index) => `${isOk ? '' : 'not '}ok ${index + 1} - t${index}`);
        const tests = parseTap([...lines, `1..${given.length}`].join('\n'));
        expect(tests.map(({ outcome }) => outcome === 'passed')).toEqual(given);
      }),
    );
  });
});

describe('an output speaks TAP', () => {
  test.each([
    ['with a version', 'x\nTAP version 13\n', true],
    ['with a plan that was kept', 'ok 1 - a\nok 2 - b\n1..2\n', true],
    ['and not with a plan alone', '1..2\n', false],
    ['and not with a plan that was not kept', '1..2\nok 1 - a\n', false],
    ['and not with an ok of another tool', 'ok 12 tests\nok\n', false],
  ])('%s', (_what, text, expected) => {
    expect(speaksTap(text)).toBe(expected);
  });
});
