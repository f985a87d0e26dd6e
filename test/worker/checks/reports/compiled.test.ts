import { describe, expect, test } from 'vitest';
import { endsLibtest } from '#worker/checks/reports/libtest.ts';
import { fixture, read } from './reading.ts';

describe('cargo test', () => {
  test('each test is told by its program; one that was torn down by another is an error of the program', async () => {
    expect(read('libtest', await fixture('libtest.txt'))).toEqual({
      'crash (tests/crash.rs)': 'error',
      'crash (tests/crash.rs) > before': 'passed',
      'shop (src/lib.rs) > tests::adds': 'passed',
      'shop (src/lib.rs) > tests::calm': 'failed',
      'shop (src/lib.rs) > tests::panics': 'passed',
      'shop (src/lib.rs) > tests::rounds': 'failed',
      'shop (src/lib.rs) > tests::ships': 'skipped',
      'tax (documentation) > crates/tax/src/lib.rs - double': 'passed',
      'tax (documentation) > crates/tax/src/lib.rs - double (2)': 'failed',
      'tax (src/lib.rs) > tests::doubles': 'passed',
      'whole (tests/whole.rs) > before': 'passed',
    });
  });

  test('what tests print between their names and their ends does not hide those', async () => {
    expect(read('libtest', await fixture('libtest-nocapture.txt'))).toEqual({
      'shop (src/lib.rs) > tests::adds': 'passed',
      'shop (src/lib.rs) > tests::calm': 'failed',
      'shop (src/lib.rs) > tests::panics': 'passed',
      'shop (src/lib.rs) > tests::rounds': 'failed',
      'shop (src/lib.rs) > tests::ships': 'skipped',
    });
  });

  const program = '     Running unittests src/lib.rs (target/debug/deps/shop-507999230d6984fa)';
  const end = 'test result: FAILED. 0 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out';

  test('a failing test that prints a pass is in the list of failures all the same', () => {
    const text = `${program}\ntest sly ... all ok\nFAILED\n\nfailures:\n    sly\n\n${end}\n`;
    expect(read('libtest', text)).toEqual({ 'shop (src/lib.rs) > sly': 'failed' });
  });

  test('a test that never ended is an error, and so is its program', () => {
    const text = `${program}\ntest waits ...\n${program.replace('lib.rs', 'main.rs')}\n${end}\n`;
    expect(read('libtest', text)).toEqual({ 'shop (src/lib.rs)': 'error', 'shop (src/lib.rs) > waits': 'error' });
  });

  test.each([
    ['nothing at all', ''],
    ['a build that failed', 'error[E0308]: mismatched types\nerror: could not compile `shop`'],
    ['an output cut off before any end', `${program}\nrunning 2 tests\ntest a ... ok\n`],
  ])('%s is refused', (_what, text) => {
    expect(endsLibtest(text)).toBe(false);
    expect(() => read('libtest', text)).toThrow('no Rust tests');
  });
});

const event = (fields: object): string => `${JSON.stringify({ Package: 'shop', ...fields })}\n`;

describe('go test -json', () => {
  test('each test is told by its package; what a test only prints is none, a package that does not build is an error', async () => {
    expect(read('go', await fixture('go-test.jsonl'))).toEqual({
      'example.org/shop/broken': 'error',
      'example.org/shop/cart > ExampleAdd': 'passed',
      'example.org/shop/cart > TestAdds': 'passed',
      'example.org/shop/cart > TestRounds': 'failed',
      'example.org/shop/cart > TestShips': 'skipped',
      'example.org/shop/cart > TestTable': 'failed',
      'example.org/shop/cart > TestTable/bad': 'failed',
      'example.org/shop/cart > TestTable/one_/_two': 'passed',
      'example.org/shop/panics > TestFine': 'passed',
      'example.org/shop/panics > TestPanics': 'failed',
    });
  });

  test('a test that never ended is an error', () => {
    expect(read('go', event({ Action: 'run', Test: 'TestWaits' }))).toEqual({ 'shop > TestWaits': 'error' });
  });

  test('newer versions tell of the build in events of their own', () => {
    const text = [
      '{"ImportPath":"shop","Action":"build-output","Output":"x.go:1: no\\n"}\n{"ImportPath":"shop","Action":"build-fail"}\n',
      event({ Action: 'start' }),
      event({ Action: 'fail', FailedBuild: 'shop' }),
    ];
    expect(read('go', text.join(''))).toEqual({ shop: 'error' });
  });

  test('a package that fails after all its tests passed is an error beside them', () => {
    const text = [event({ Action: 'run', Test: 'T' }), event({ Action: 'pass', Test: 'T' }), event({ Action: 'fail' })];
    expect(read('go', text.join(''))).toEqual({ shop: 'error', 'shop > T': 'passed' });
  });

  test.each([
    ['nothing at all', ''],
    ['text', 'ok  \tshop\t0.01s\n'],
    ['an event cut off in the middle', '{"Action":"run","Pack'],
    ['wrong types', '{"Action":1}'],
    ['a prototype', '{"__proto__":{"Action":"run"}}'],
  ])('%s is refused', (_what, text) => {
    expect(() => read('go', text)).toThrow();
  });
});
