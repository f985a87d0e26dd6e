import { describe, expect, test } from 'vitest';
import { PARSERS } from '#worker/checks/reports/parsers.ts';
import { type Format, fixture, read } from './reading.ts';

/** One suite, written for every runner: a pass, a failure, a name twice, a skip, a test to do, a file that does not load. */
const recorded: readonly (readonly [Format, string, Record<string, string>])[] = [
  [
    'vitest',
    'vitest.json',
    {
      'a.test.ts > root passes': 'passed',
      'a.test.ts > root fails': 'failed',
      'a.test.ts > cart > adds': 'passed',
      'a.test.ts > cart > adds (2)': 'failed',
      'a.test.ts > cart > skips': 'skipped',
      'a.test.ts > cart > later': 'skipped',
      'a.test.ts > cart > known': 'passed',
      'a.test.ts > each 1': 'passed',
      'a.test.ts > each 2': 'passed',
      'b.test.ts': 'error',
    },
  ],
  [
    'jest',
    'jest.json',
    {
      'a.test.js > root passes': 'passed',
      'a.test.js > root fails': 'failed',
      'a.test.js > cart > adds': 'passed',
      'a.test.js > cart > adds (2)': 'failed',
      'a.test.js > cart > skips': 'skipped',
      'a.test.js > cart > later': 'skipped',
      'b.test.js': 'error',
    },
  ],
  [
    'mocha',
    'mocha-listener.json',
    {
      'test/a.js > root passes': 'passed',
      'test/a.js > root fails': 'failed',
      'test/a.js > cart > adds': 'passed',
      'test/a.js > cart > adds (2)': 'failed',
      'test/a.js > cart > skips': 'skipped',
      'test/a.js > cart > later': 'skipped',
      'test/a.js > hooked > "before each" hook for "one"': 'error',
    },
  ],
  [
    'mocha',
    'mocha.json',
    {
      'test/a.js > root passes': 'passed',
      'test/a.js > root fails': 'failed',
      'test/a.js > cart adds': 'passed',
      'test/a.js > cart adds (2)': 'failed',
      'test/a.js > cart skips': 'skipped',
      'test/a.js > cart later': 'skipped',
      'test/a.js > hooked "before each" hook for "one"': 'failed',
    },
  ],
  [
    'node-test',
    'node-test.xml',
    {
      'a.test.mjs > root passes': 'passed',
      'a.test.mjs > root fails': 'failed',
      'a.test.mjs > cart > adds': 'passed',
      'a.test.mjs > cart > adds (2)': 'failed',
      'a.test.mjs > cart > skips': 'skipped',
      'a.test.mjs > cart > later': 'skipped',
      'a.test.mjs > cart > weird <b> & "q"': 'passed',
      'a.test.mjs > with subtests > sub one': 'passed',
      'a.test.mjs > with subtests > sub two': 'failed',
      'a.test.mjs > todo fails': 'skipped',
      'c.test.mjs': 'error',
    },
  ],
  [
    'junit',
    'pytest.xml',
    {
      'tests/test_a.py > T > test_bad': 'failed',
      'tests/test_a.py > T > test_doc': 'passed',
      'tests/test_a.py > T > test_err': 'failed',
      'tests/test_a.py > T > test_expected': 'skipped',
      'tests/test_a.py > T > test_ok': 'passed',
      'tests/test_a.py > T > test_prints': 'passed',
      'tests/test_a.py > T > test_skip': 'skipped',
      'tests/test_a.py > T > test_sub': 'failed',
      'tests/test_a.py > T > test_unexpected': 'failed',
      'tests/test_a.py > U > test_never': 'error',
    },
  ],
  [
    'unittest',
    'unittest.txt',
    {
      'tests.test_a.T.test_bad': 'failed',
      'tests.test_a.T.test_doc': 'passed',
      'tests.test_a.T.test_err': 'error',
      'tests.test_a.T.test_expected': 'skipped',
      'tests.test_a.T.test_ok': 'passed',
      'tests.test_a.T.test_prints': 'passed',
      'tests.test_a.T.test_skip': 'skipped',
      'tests.test_a.T.test_sub': 'failed',
      'tests.test_a.T.test_unexpected': 'failed',
      'tests.test_a.U.setUpClass': 'error',
      'tests.test_b': 'error',
    },
  ],
];

describe('what the runners wrote', () => {
  test.each(recorded)('%s: every test of %s by its file, titles and outcome', async (format, name, expected) => {
    expect(read(format, await fixture(name))).toEqual(expected);
  });
});

const suites = (...inner: string[]): string => `<testsuites>${inner.join('')}</testsuites>`;

describe('JUnit XML of other writers', () => {
  test('a file that could not be collected is an error', () => {
    const text = suites(
      '<testsuite name="pytest"><testcase classname="" name="tests.test_b" file="tests/test_b.py"><error message="collection failure">x</error></testcase></testsuite>',
    );
    expect(read('junit', text)).toEqual({ 'tests/test_b.py > tests.test_b': 'error' });
  });

  test('a Python test inherited from another file is told by the class it runs in', () => {
    const text = suites(
      '<testcase classname="tests.test_lru.LRUTest" name="test_get" file="tests/__init__.py"/>',
      '<testcase classname="tests.test_ttl.TTLTest" name="test_get" file="tests/__init__.py"/>',
    );
    expect(read('junit', text)).toEqual({
      'tests.test_lru.LRUTest > test_get': 'passed',
      'tests.test_ttl.TTLTest > test_get': 'passed',
    });
  });

  test('outside Python file and class stand side by side', () => {
    const text = suites('<testcase classname="cart" name="adds" file="src/cart.test.js"/>');
    expect(read('junit', text)).toEqual({ 'src/cart.test.js > cart > adds': 'passed' });
  });

  test('without file and class the suites tell where a test is', () => {
    const text = suites(
      '<testsuite name="shop"><testsuite name="cart"><testcase name="adds"/></testsuite></testsuite>',
    );
    expect(read('junit', text)).toEqual({ 'shop > cart > adds': 'passed' });
  });

  test('one suite may be the whole report', () => {
    expect(
      read('junit', '<testsuite name="s"><testcase classname="C" name="t"><failure/></testcase></testsuite>'),
    ).toEqual({
      'C > t': 'failed',
    });
  });

  test('characters written by name or number are read once', () => {
    const text = suites(
      '<testcase classname="C" name="a &lt; b &amp;lt; &#65;&#x42; &apos;&quot; &unknown; &#x110000;"/>',
    );
    expect(Object.keys(read('junit', text))).toEqual(['C > a < b &lt; AB \'" &unknown; &#x110000;']);
  });
});

describe('unittest text of older Pythons and untidy tests', () => {
  const ended =
    '\n----------------------------------------------------------------------\nRan 3 tests in 0.001s\n\nOK\n';

  test('a place without the method name gets it', () => {
    expect(read('unittest', `test_a (tests.test_x.T) ... ok${ended}`)).toEqual({ 'tests.test_x.T.test_a': 'passed' });
  });

  test('an outcome torn off by what the test printed still counts', () => {
    expect(read('unittest', `test_a (m.T.test_a) ... one\ntwo FAIL${ended}`)).toEqual({ 'm.T.test_a': 'failed' });
  });

  test('a test that never said how it ended is an error', () => {
    expect(read('unittest', `test_a (m.T.test_a) ... ${ended}`)).toEqual({ 'm.T.test_a': 'error' });
  });
});

const deep = (open: string, close: string): string => open.repeat(50_000) + close.repeat(50_000);

const hostile: readonly (readonly [string, Format, string])[] = [
  ['nothing at all', 'jest', ''],
  ['nothing at all', 'junit', ''],
  ['nothing at all', 'unittest', ''],
  ['a report cut off in the middle', 'jest', '{"testResults":[{"name":"a","status":"passed","assertionResults":[{"anc'],
  [
    'a report cut off in the middle',
    'junit',
    '<testsuites><testsuite name="a"><testcase name="x"/><testcase name="y">',
  ],
  ['a report cut off in the middle', 'node-test', '<testsuites><testcase name="x" file='],
  ['a report cut off in the middle', 'unittest', 'test_a (m.T.test_a) ... ok\n'],
  ['wrong types', 'jest', '{"testResults":{"length":1}}'],
  ['wrong types', 'jest', '{"testResults":[{"name":7,"status":"passed","assertionResults":[]}]}'],
  ['wrong types', 'vitest', 'null'],
  ['wrong types', 'mocha', '{"passes":[{"fullTitle":["a"]}],"failures":[],"pending":[]}'],
  ['no XML', 'junit', 'all 312 tests passed'],
  ['another kind of XML', 'junit', '<html><testcase name="a"/></html>'],
  ['two roots', 'junit', '<testsuites></testsuites><testsuites></testsuites>'],
  ['nesting without end', 'jest', deep('[', ']')],
  ['nesting without end', 'junit', deep('<testsuite>', '</testsuite>')],
  ['a key that is the prototype of objects', 'junit', '<testsuites><__proto__ polluted="1"/></testsuites>'],
];

describe('hostile reports', () => {
  test.each(hostile)('%s is refused (%s)', (_what, format, text) => {
    expect(() => PARSERS[format](text)).toThrow();
  });

  test('entities a document declares itself are not unfolded', () => {
    const laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>';
    const text = `${laughs}<testsuites><testcase classname="C" name="&b;"/></testsuites>`;
    expect(read('junit', text)).toEqual({ 'C > &b;': 'passed' });
  });

  test('keys of prototypes change no prototype, and tests called so are tests like others', () => {
    const file =
      '{"name":"/workspace/a.js","status":"passed","__proto__":{"polluted":1},"assertionResults":[{"ancestorTitles":["__proto__"],"title":"constructor","status":"passed"}]}';
    expect(read('jest', `{"__proto__":{"polluted":1},"testResults":[${file}]}`)).toEqual({
      'a.js > __proto__ > constructor': 'passed',
    });
    expect(Object.prototype).not.toHaveProperty('polluted');
  });

  test('a status nobody knows is no pass', () => {
    const text =
      '{"testResults":[{"name":"a.js","status":"passed","assertionResults":[{"ancestorTitles":[],"title":"t","status":"PASSED!"}]}]}';
    expect(read('jest', text)).toEqual({ 'a.js > t': 'skipped' });
  });
});
