import { describe, expect, test } from 'vitest';
import { type Format, fixture, read } from './reading.ts';

const recorded: readonly (readonly [string, Format, string, Record<string, string>])[] = [
  [
    'PHPUnit',
    'junit',
    'phpunit.xml',
    {
      'tests/CartTest.php > Shop.Tests.CartTest > testAdds': 'passed',
      'tests/CartTest.php > Shop.Tests.CartTest > testLater': 'skipped',
      'tests/CartTest.php > Shop.Tests.CartTest > testRounds': 'failed',
      'tests/CartTest.php > Shop.Tests.CartTest > testShips': 'skipped',
      'tests/CartTest.php > Shop.Tests.CartTest > testSums with data set "equal"': 'passed',
      'tests/CartTest.php > Shop.Tests.CartTest > testSums with data set "other & "odd""': 'failed',
      'tests/CartTest.php > Shop.Tests.CartTest > testThrows': 'error',
    },
  ],
  [
    'Maven’s Surefire',
    'junit',
    'surefire.xml',
    {
      'org.example.CartTest > adds': 'passed',
      'org.example.CartTest > rounds': 'failed',
      'org.example.CartTest > ships': 'skipped',
      'org.example.CartTest > sums(int)[1]': 'passed',
      'org.example.CartTest > sums(int)[2]': 'failed',
      'org.example.CartTest > throwsIt': 'error',
      'org.example.CartTest$Empty > adds': 'passed',
    },
  ],
  [
    'Gradle',
    'junit',
    'gradle.xml',
    {
      'org.example.CartTest > adds': 'passed',
      'org.example.CartTest > rounds': 'failed',
      'org.example.CartTest > ships': 'skipped',
      'org.example.CartTest > throwsIt': 'failed',
    },
  ],
  [
    'dotnet test, with the names of xUnit, NUnit and MSTest',
    'trx',
    'dotnet.trx',
    {
      'Shop.Tests.CartTests > Adds': 'passed',
      'Shop.Tests.CartTests > Ships': 'skipped',
      'Shop.Tests.CartTests > Sums(a: 1, b: "two")': 'failed',
      'Shop.Tests.TaxTests > Rounds': 'passed',
      'Shop.Tests.TaxTests > Taxes (1,19)': 'passed',
      'Shop.Tests.TaxTests > Taxes (2,7)': 'failed',
      'Shop.Tests.TaxTests > Waits': 'error',
    },
  ],
];

describe('reports in XML', () => {
  test.each(recorded)('of %s are read', async (_writer, format, name, expected) => {
    expect(read(format, await fixture(name))).toEqual(expected);
  });
});

const run = (results: string, definitions = ''): string =>
  `<TestRun><Results>${results}</Results><TestDefinitions>${definitions}</TestDefinitions></TestRun>`;

describe('TRX', () => {
  test('an outcome nobody knows is no pass', () => {
    expect(read('trx', run('<UnitTestResult testName="a" outcome="Splendid"/>'))).toEqual({ a: 'skipped' });
  });

  test('a result without a definition goes by its name alone', () => {
    expect(read('trx', run('<UnitTestResult testId="x" testName="N.C.a" outcome="Passed"/>'))).toEqual({
      'N.C.a': 'passed',
    });
  });

  test('a name that is the prototype of objects is a name', () => {
    expect(read('trx', run('<UnitTestResult testId="__proto__" testName="__proto__" outcome="Passed"/>'))).toEqual({
      'test __proto__': 'passed',
    });
  });

  test('entities a document declares itself are not unfolded', () => {
    const bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>';
    expect(read('trx', bomb + run('<UnitTestResult testName="&b;" outcome="Passed"/>'))).toEqual({ '&b;': 'passed' });
  });

  test.each([
    ['nothing at all', ''],
    ['another kind of XML', '<testsuites></testsuites>'],
    ['a report cut off in the middle', '<TestRun><Results><UnitTestResult testName="a" outcome="Passed"/>'],
    ['nesting without end', '<TestRun>'.repeat(50_000) + '</TestRun>'.repeat(50_000)],
  ])('%s is refused', (_what, text) => {
    expect(() => read('trx', text)).toThrow();
  });
});
