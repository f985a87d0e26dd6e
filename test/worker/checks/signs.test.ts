import { describe, expect, test } from 'vitest';
import { signsIn } from '#worker/checks/weakened/signs.ts';
import { isInstalled, isTestFile } from '#worker/checks/weakened/test-files.ts';

/** What is said of a file that becomes another: the kind, the side and the line of each sign. */
const signs = (path: string, base: string, head: string): readonly string[] =>
  signsIn([{ path, base, head }]).map(({ kind, at, line }) => `${kind} ${at}:${line}`);

describe('a test that is made to be skipped', () => {
  test.each([
    ['a.test.js', `test('a', f)`, `test.skip('a', f)`],
    ['a.test.ts', `it('a', f)`, `xit('a', f)`],
    ['a.test.ts', `describe('a', f)`, `describe.concurrent.skip('a', f)`],
    ['a.test.ts', `it('a', f)`, `it.todo('a')`],
    ['a.test.js', `test('a', f)`, `test('a', { skip: true }, f)`],
    ['a.test.js', `run(t)`, `t.skip()`],
    ['test_a.py', 'def test_a():', '@pytest.mark.skip(reason="flaky")\ndef test_a():'],
    ['test_a.py', 'def test_a(self):', '@unittest.skip("later")\ndef test_a(self):'],
    ['test_a.py', 'def test_a():', '@pytest.mark.xfail\ndef test_a():'],
    ['a_test.go', 'func TestA(t *testing.T) {', 'func TestA(t *testing.T) {\nt.Skip("later")'],
    ['tests/a.rs', '#[test]', '#[test]\n#[ignore]'],
    ['ATest.java', '@Test', '@Test\n@Disabled("later")'],
    ['ATest.kt', '@Test', '@Test\n@Ignore'],
    ['ATests.cs', '[Fact]', '[Fact(Skip = "later")]'],
    ['a_spec.rb', `it 'adds' do`, `xit 'adds' do`],
    ['a_spec.rb', `it 'adds' do`, `it 'adds' do\nskip 'later'`],
    ['ATest.php', 'public function testA() {', 'public function testA() {\n$this->markTestSkipped();'],
    ['t/a.t', 'plan tests => 2;', `plan skip_all => 'later';`],
    ['a.bats', '@test "a" {', '@test "a" {\nskip "later"'],
  ])('is seen in %s: %s → %s', (path, base, head) => {
    expect(signs(path, base, head).join()).toMatch(/^skipped head:/);
  });

  test('is nothing new where it was skipped before, or is only spoken of', () => {
    expect(signs('a.test.js', `test.skip('a', f)`, `test.skip('a, and b', f)`)).toEqual([]);
    expect(signs('a.test.js', 'f()', `// test.skip('a', f)\nf()`)).toEqual([]);
    expect(signs('a.test.js', `test('a', f)`, `test('a', f)\ntest('skip it', g)`)).toEqual([]);
  });
});

describe('what a test asks for', () => {
  const base = `test('total', () => {
  expect(total([1, 2])).toBe(3);
  expect(time()).toBeLessThan(100);
});
`;

  test('is less when an assertion is gone, told by its line at base', () => {
    expect(signs('a.test.js', base, base.replace('  expect(total([1, 2])).toBe(3);\n', ''))).toEqual([
      'assertion_removed base:2',
    ]);
  });

  test('is less when it stands in a comment, or asks something weaker', () => {
    expect(signs('a.test.js', base, base.replace('  expect(total', '  // expect(total'))).toEqual([
      'assertion_removed base:2',
    ]);
    expect(signs('a.test.js', base, base.replace('.toBe(3)', '.toBeDefined()'))).toEqual(['assertion_removed base:2']);
  });

  test('is another thing when the expected value is another', () => {
    expect(signs('a.test.js', base, base.replace('toBe(3)', 'toBe(-1)'))).toEqual(['expectation_changed head:2']);
    expect(signs('a.test.js', base, base.replace('toBe(3)', 'toBe(4)'))).toEqual(['expectation_changed head:2']);
    expect(signs('test_a.py', 'assert total() == "3"', 'assert total() == "4"')).toEqual([
      'expectation_changed head:1',
    ]);
    expect(signs('a.test.js', `assert.equal(ok, true)`, `assert.equal(ok, false)`)).toEqual([
      'expectation_changed head:1',
    ]);
  });

  test('is another bound when a threshold moved', () => {
    expect(signs('a.test.js', base, base.replace('(100)', '(5_000)'))).toEqual(['threshold_changed head:3']);
    expect(
      signs('test_a.py', 'self.assertAlmostEqual(a, b, delta=0.01)', 'self.assertAlmostEqual(a, b, delta=10)'),
    ).toEqual(['threshold_changed head:1']);
  });

  test('is less when a failure is caught', () => {
    expect(signs('a.test.js', base, `${base}try { a() } catch (error) {}`)).toEqual(['failure_swallowed head:5']);
    expect(signs('test_a.py', 'assert a()', 'try:\n  assert a()\nexcept AssertionError:\n  pass')).toEqual([
      'failure_swallowed head:3',
    ]);
  });

  test('is only one of many when a test is focused', () => {
    expect(signs('a.test.js', base, base.replace('test(', 'test.only('))).toEqual(['focused head:1']);
  });

  test('is the same when lines are moved, indented or added', () => {
    const moved = `import { total } from './total.js';\n${base.replaceAll('  expect', '    expect')}\ntest('more', () => expect(more()).toBe(1));\n`;
    expect(signs('a.test.js', base, moved)).toEqual([]);
    expect(signs('a.test.js', base, base.split('\n').toReversed().join('\n'))).toEqual([]);
  });

  test('is not less when an assertion went to another file of tests', () => {
    const line = '  expect(total([1, 2])).toBe(3);\n';
    const files = [
      { path: 'a.test.js', base, head: base.replace(line, '') },
      { path: 'b.test.js', base: '', head: line },
    ];
    expect(signsIn(files)).toEqual([]);
  });

  test('is another thing when a recorded value is', () => {
    expect(signs('__snapshots__/a.snap', 'exports[`a`] = `1`;', 'exports[`a`] = `2`;')).toEqual([
      'expectation_changed base:1',
    ]);
  });
});

test('lines nobody wrote cost nothing and say nothing', () => {
  const long = `expect(${'"'.repeat(300_000)})`;
  expect(signs('a.test.js', long, `${long} `.repeat(3))).toEqual([]);
  expect(signs('a.test.js', '`"\'\\'.repeat(100), `expect(${"'\\".repeat(200)}`)).toEqual([]);
});

test.each([
  ...['src/a.test.ts', 'src/a.spec.jsx', '__tests__/a.js', 'test/a.sh', 'tests/unit/a.py', 'test_a.py', 'a_test.py'],
  ...[
    'conftest.py',
    'pkg/a_test.go',
    'src/test/java/ATest.java',
    'ShopTests.cs',
    'Shop.Tests/Cart.cs',
    'spec/a_spec.rb',
  ],
  ...['tests/ATest.php', 't/a.t', 'a.bats', 'cypress/e2e/a.cy.js', 'test.js'],
])('%s is a file of tests', (path) => {
  expect(isTestFile(path)).toBe(true);
});

test.each(['src/a.ts', 'src/contest.py', 'latest.json', 'src/attest/a.js', 'README.md', 'src/lib.rs', 'inspect.rb'])(
  '%s is none',
  (path) => {
    expect(isTestFile(path)).toBe(false);
  },
);

test('a source file of Rust is one when tests are in it', () => {
  expect(isTestFile('src/lib.rs', '#[cfg(test)]\nmod tests {\n#[test]\nfn a() {}\n}')).toBe(true);
});

test('what is installed is told from what is written here', () => {
  expect(['node_modules/a/b.js', 'app/vendor/a.rb', 'x/site-packages/a.py'].every(isInstalled)).toBe(true);
  expect(['src/vendors.js', 'node_modules.md'].some(isInstalled)).toBe(false);
});
