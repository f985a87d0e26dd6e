import { describe, expect, test } from 'vitest';
import { type Format, fixture, read } from './reading.ts';

const recorded: readonly (readonly [Format, string, Record<string, string>])[] = [
  [
    'rspec',
    'rspec.json',
    {
      'spec/cart_spec.rb > Cart adds': 'passed',
      'spec/cart_spec.rb > Cart later': 'skipped',
      'spec/cart_spec.rb > Cart rounds': 'failed',
      'spec/cart_spec.rb > Cart ships': 'skipped',
      'spec/cart_spec.rb > Cart when empty adds': 'passed',
      'spec/cart_spec.rb > Cart when empty adds (2)': 'failed',
      'spec/cart_spec.rb > Cart when empty known': 'skipped',
    },
  ],
  [
    'minitest',
    'minitest.txt',
    {
      'Cart > holds two': 'passed',
      'CartTest > test_adds': 'passed',
      'CartTest > test_raises': 'error',
      'CartTest > test_rounds': 'failed',
      'CartTest > test_ships': 'skipped',
    },
  ],
  [
    'test-unit',
    'test-unit.txt',
    {
      'CartTest > test_adds': 'passed',
      'CartTest > test_later': 'skipped',
      'CartTest > test_raises': 'error',
      'CartTest > test_rounds': 'failed',
      'CartTest > test_ships': 'skipped',
      'CartTest::Empty > test: holds two: yes': 'passed',
    },
  ],
];

describe('what Ruby’s runners wrote', () => {
  test.each(recorded)('%s: every test of %s by its name and outcome', async (format, name, expected) => {
    expect(read(format, await fixture(name))).toEqual(expected);
  });
});

describe('RSpec', () => {
  test('a file that does not load is an error', () => {
    expect(read('rspec', '{"examples":[],"summary":{"errors_outside_of_examples_count":1}}')).toEqual({
      'errors outside of examples': 'error',
    });
  });

  test('a status nobody knows is no pass', () => {
    const text = '{"examples":[{"full_description":"a","file_path":"./s.rb","status":"PASSED"}]}';
    expect(read('rspec', text)).toEqual({ 's.rb > a': 'skipped' });
  });
});

describe('hostile output', () => {
  const minitest = '1 runs, 1 assertions, 0 failures, 0 errors, 0 skips\n';
  const testUnit = '1 tests, 1 assertions, 0 failures, 0 errors, 0 pendings, 0 omissions, 0 notifications\n';

  test.each<readonly [string, Format, string]>([
    ['nothing at all', 'rspec', ''],
    ['nothing at all', 'minitest', ''],
    ['nothing at all', 'test-unit', ''],
    ['a report cut off in the middle', 'rspec', '{"examples":[{"full_description":"a","file_p'],
    ['wrong types', 'rspec', '{"examples":[{"full_description":["a"],"file_path":"x","status":"passed"}]}'],
    ['a run that ended early', 'minitest', 'CartTest#test_adds = 0.00 s = .\n'],
    ['a run that names no tests', 'minitest', `.\n${minitest}`],
    ['a run that names no tests', 'test-unit', `.\n${testUnit}`],
    ['a test that prints a second one', 'minitest', `A#a = 0.00 s = .\nB#b = 0.00 s = .\n${minitest}`],
    ['a test that prints a second one', 'test-unit', `A: \n  a:\t.: (0.1)\n  b:\t.: (0.1)\n${testUnit}`],
  ])('%s is refused (%s)', (_what, format, text) => {
    expect(() => read(format, text)).toThrow();
  });

  test('several runs in one output are all counted', () => {
    const run = (name: string) => `${name}#a = 0.00 s = .\n${minitest}`;
    expect(read('minitest', run('A') + run('B'))).toEqual({ 'A > a': 'passed', 'B > a': 'passed' });
  });

  test('a test that never ended is missing, so the run is not believed', () => {
    expect(() => read('minitest', `A#a = hello\n${minitest}`)).toThrow('it names 0 of 1 tests');
  });
});
