import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CheckRun } from '#shared/task/evidence.ts';
import type { ReportedTest } from '#worker/checks/reports/reported-test.ts';
import { MAX_TESTS, nameTests } from '#worker/checks/test-names.ts';

const passed = (...titles: string[]): ReportedTest => ({ titles, outcome: 'passed' });
const namesOf = (...tests: ReportedTest[]): string[] => Object.keys(nameTests(tests, '/workspace').tests);

describe('nameTests', () => {
  test.each([
    ['/workspace/test/a.js', 'test/a.js > t'],
    ['file:///workspace/test/a.js', 'test/a.js > t'],
    ['./test/a.js', 'test/a.js > t'],
    ['/workspace-other/a.js', '/workspace-other/a.js > t'],
    ['/elsewhere/a.js', '/elsewhere/a.js > t'],
  ])('the file %s is named from the root of the repository', (file, name) => {
    expect(namesOf({ file, titles: ['t'], outcome: 'passed' })).toEqual([name]);
  });

  test('terminal codes, control and invisible characters and line breaks are no part of a name', () => {
    expect(namesOf(passed('\u001b[31mred\u001b[0m', 'a\nb\u0007\u202ec\u0000'))).toEqual(['red > a bc']);
  });

  test('a test without any title still counts', () => {
    expect(namesOf(passed(''))).toEqual(['a test without a name']);
  });

  test('one name twice is numbered in the order of the report, around names that are taken', () => {
    const { tests } = nameTests(
      [passed('a'), { titles: ['a (2)'], outcome: 'failed' }, { titles: ['a'], outcome: 'skipped' }],
      '/',
    );
    expect(tests).toEqual({ a: 'passed', 'a (2)': 'failed', 'a (3)': 'skipped' });
  });

  test('a test named like the prototype of objects is kept', () => {
    expect(namesOf(passed('__proto__'), passed('constructor'))).toEqual(['constructor', 'test __proto__']);
  });

  test('long names that begin alike stay apart and fit the record', () => {
    const names = namesOf(passed('x'.repeat(5_000)), passed(`${'x'.repeat(5_000)}y`), passed('😀'.repeat(450)));
    expect(new Set(names).size).toBe(3);
    expect(names.every((name) => CheckRun.shape.tests.safeParse({ [name]: 'passed' }).success)).toBe(true);
  });

  test('of too many tests the same ones are kept in whatever order they come, and how many were not is said', () => {
    const many = Array.from({ length: MAX_TESTS + 5 }, (_, index) => passed(`t${index}`));
    const [forward, backward] = [nameTests(many, '/'), nameTests(many.toReversed(), '/')];
    expect(forward.leftOut).toBe(5);
    expect(Object.keys(forward.tests)).toHaveLength(MAX_TESTS);
    expect(Object.keys(backward.tests)).toEqual(Object.keys(forward.tests));
  });

  test('every test gets a name of its own that the record takes', () => {
    const title = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('a', 'a (2)', '__proto__', ''));
    const anyTest = fc.record({ titles: fc.array(title, { maxLength: 3 }), outcome: fc.constant('passed' as const) });
    fc.assert(
      fc.property(fc.array(anyTest, { maxLength: 10 }), (reported) => {
        const { tests } = nameTests(reported, '/workspace');
        expect(Object.keys(tests)).toHaveLength(reported.length);
        expect(Object.keys(CheckRun.shape.tests.parse(tests) ?? {})).toHaveLength(reported.length);
      }),
    );
  });
});
