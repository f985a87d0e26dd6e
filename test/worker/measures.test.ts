import { expect, test } from 'vitest';
import { run, stage } from './stage/run.ts';
import { call, recording } from './stage/sample.ts';

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const files = (must: string) => ({
  '.agent.yml': `checks:
  - name: sign
    run: test -s speed.txt
benchmarks:
  - name: speed
    run: echo "took $(cat speed.txt) ms"
    metric: took {} ms
    better: lower
    unit: ms
${must}screenshots:
  - name: sign
    run: base64 -d sign.b64 > sign.png
    file: sign.png
`,
  'speed.txt': '40\n',
  'sign.b64': PNG,
});
const slower = call('write', { path: 'speed.txt', text: '90\n' });

test('benchmarks and pictures are taken before and after, and judge nothing', async () => {
  const opened = await stage({ files: files(''), cassette: recording([slower]) });
  await run(opened);
  expect(opened.bot.end()?.report.evidence).toMatchObject({
    verdict: 'green',
    benchmarks: [{ name: 'speed', before: { median: 40, runs: 3 }, after: { median: 90 } }],
    screenshots: [{ before: 'screenshot-before-sign.png', after: 'screenshot-after-sign.png' }],
  });
  expect(opened.bot.artifacts.get('screenshot-after-sign.png')).toMatch(/PNG/);
});

test('a bound the repository names is one the change has to keep', async () => {
  const must = '    must:\n      at_most: 50\n';
  const opened = await stage({ files: files(must), cassette: recording([slower]) });
  await run(opened);
  expect(opened.bot.end()?.report.evidence).toMatchObject({
    verdict: 'red',
    benchmarks: [{ must: { words: 'at most 50 ms', kept: false } }],
  });
  expect(opened.bot.artifacts.get('agent.log')).toContain('speed: 90 ms, and must be at most 50 ms');
});
