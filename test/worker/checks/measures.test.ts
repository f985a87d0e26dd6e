import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { parseAgentFile } from '#worker/checks/agent-file.ts';
import { numberAt, printedNumber, runBenchmarks } from '#worker/checks/benchmarks.ts';
import type { BenchmarkPlan } from '#worker/checks/measures.ts';
import { isPng, takeScreenshots } from '#worker/checks/screenshots.ts';
import { settingOf } from './place.ts';
import { placeWith } from './running.ts';

describe('what .agent.yml names', () => {
  const benchmark = (lines: string) =>
    `benchmarks:\n  - name: parse\n    run: node bench.js\n    better: lower\n${lines}`;

  test('is a number that is printed, or one in a file', () => {
    expect(parseAgentFile(benchmark('    metric: "took {} ms"\n    unit: ms\n')).benchmarks).toEqual([
      {
        ...{ name: 'parse', command: 'node bench.js', better: 'lower', unit: 'ms', runs: 3 },
        number: { printed: 'took {} ms' },
      },
    ]);
    const written = parseAgentFile(
      benchmark('    file: out.json\n    value: a.0.mean\n    runs: 5\n    must: {at_most: 9}\n'),
    );
    expect(written.benchmarks).toMatchObject([
      { number: { file: 'out.json', value: 'a.0.mean' }, runs: 5, must: { atMost: 9 } },
    ]);
  });

  test.each([
    ['neither', '    unit: ms\n'],
    ['both', '    metric: "{} ms"\n    file: a.json\n    value: b\n'],
    ['half of it', '    file: a.json\n'],
    ['no place for the number', '    metric: "took ms"\n'],
    ['a way out of the repository', '    file: ../a.json\n    value: b\n'],
    ['too many runs', '    metric: "{} ms"\n    runs: 100\n'],
  ])('is refused with %s', (_, lines) => {
    expect(() => parseAgentFile(benchmark(lines))).toThrow(/cannot be used: line/);
  });

  test('is a picture, as a PNG', () => {
    const file = (path: string) => `screenshots:\n  - name: cart\n    run: node shoot.js\n    file: ${path}\n`;
    expect(parseAgentFile(file('out/cart.png')).screenshots).toEqual([
      { name: 'cart', command: 'node shoot.js', file: 'out/cart.png' },
    ]);
    expect(() => parseAgentFile(file('cart.svg'))).toThrow(/must be a PNG file/);
  });
});

describe('a number', () => {
  test.each([
    ['took {} ms', 'took 12.5 ms\n', 12.5],
    ['took {} ms', 'took 1 ms\ntook 3 ms\n', 3],
    ['{} ops', 'x 1,234,567 ops', 1_234_567],
    ['total: {}', 'total: -2e-3', -0.002],
    ['(a+)+{}$', '(a+)+7$', 7],
    ['took {} ms', 'took long\n', undefined],
    ['took {} ms', `took ${'9'.repeat(400)} ms`, undefined],
  ])('%s in %j is %s', (pattern, output, number) => {
    expect(printedNumber(pattern, output)).toBe(number);
  });

  test('of a file is found by its way, and only when it is one', () => {
    expect(numberAt('{"a": [{"mean": 4}]}', 'a.0.mean')).toBe(4);
    for (const way of ['a.1.mean', 'a', 'constructor', '__proto__.x']) {
      expect(numberAt('{"a": ["4"]}', way), way).toBeUndefined();
    }
    expect(numberAt('no JSON', 'a')).toBeUndefined();
  });
});

describe('a benchmark', () => {
  const plan: BenchmarkPlan = {
    ...{ name: 'count', better: 'lower', runs: 3 },
    ...{ command: 'echo x >> runs; echo "took $(wc -l < runs) ms"', number: { printed: 'took {} ms' } },
  };
  const once = async (change: Partial<BenchmarkPlan>) => {
    const place = await placeWith({});
    return { place, found: (await runBenchmarks([{ ...plan, ...change }], settingOf(place))).get('count') };
  };

  test('is run a few times, without network, and told by its middle and its range', async () => {
    const { place, found } = await once({});
    expect(found).toEqual({ sample: { median: 2, min: 1, max: 3, runs: 3 } });
    expect(new Set(place.commands.map(({ network }) => network))).toEqual(new Set(['none']));
    const even = await once({ runs: 2 });
    expect(even.found).toEqual({ sample: { median: 1.5, min: 1, max: 2, runs: 2 } });
  });

  test('reads the file that this run wrote, and no older one', async () => {
    const number = { file: 'out.json', value: 'n' };
    const written = await once({ command: `echo '{"n": 5}' > out.json`, number });
    expect(written.found).toMatchObject({ sample: { median: 5 } });
    const place = await placeWith({ 'out.json': '{"n": 5}' });
    const found = await runBenchmarks([{ ...plan, command: 'true', number }], settingOf(place));
    expect(found.get('count')).toEqual({ problem: 'it gave no number where one was named' });
  });

  test('that fails, or says nothing, says why', async () => {
    expect((await once({ command: 'exit 3' })).found).toEqual({ problem: 'exit code 3' });
    expect((await once({ command: 'echo nothing' })).found).toEqual({
      problem: 'it gave no number where one was named',
    });
  });
});

const HEADER = (width: number, height: number) => {
  const header = Buffer.alloc(25);
  header.writeUInt32BE(13, 0);
  header.write('IHDR', 4, 'latin1');
  header.writeUInt32BE(width, 8);
  header.writeUInt32BE(height, 12);
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), header, deflateSync('pixels')]);
};

describe('a screenshot', () => {
  const take = async (command: string) => {
    const place = await placeWith({ 'cart.b64': HEADER(2, 2).toString('base64'), 'old.png': 'old' });
    const plan = { name: 'the cart', command, file: 'cart.png' };
    return (await takeScreenshots([plan], 'after', settingOf(place))).get('the cart');
  };

  test('is kept as it was taken, under a name of its own', async () => {
    const shot = await take('base64 -d cart.b64 > cart.png');
    expect(shot).toEqual({ file: 'screenshot-after-the-cart.png', bytes: HEADER(2, 2) });
  });

  test.each([
    ['true', 'the file was not written'],
    ['cp old.png cart.png', 'the file is no PNG'],
    ['ln -s /etc/hostname cart.png', 'the file is no PNG'],
    ['head -c 5000000 /dev/zero > cart.png', 'the file is larger than 4 MiB'],
    ['head -c 50000000 /dev/zero > cart.png', 'the file is larger than 4 MiB'],
    ['exit 2', 'exit code 2'],
  ])('of `%s` is not there: %s', async (command, problem) => {
    expect(await take(command)).toEqual({ problem });
  });

  test.each<[string, Buffer, boolean]>([
    ['a picture', HEADER(800, 600), true],
    ['one of no size', HEADER(0, 600), false],
    ['one nobody could look at', HEADER(800, 60_000), false],
    ['a signature alone', HEADER(1, 1).subarray(0, 8), false],
    ['a page that calls itself one', Buffer.from(`<html>${'x'.repeat(100)}`), false],
  ])('is told by its bytes: %s', (_, bytes, is) => {
    expect(isPng(bytes)).toBe(is);
  });
});
