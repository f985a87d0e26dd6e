import { expect, test } from 'vitest';
import { run, stage } from './stage/run.ts';
import { call, recording, SHOP } from './stage/sample.ts';

/** What the platform says after an agent did this to the shop, whose one test fails. */
async function evidenceAfter(edits: readonly object[], files: Readonly<Record<string, string>> = SHOP) {
  const opened = await stage({ files, cassette: recording(edits) });
  await run(opened);
  return opened.bot.end()?.report.evidence;
}

const edit = (old_text: string, new_text: string, path = 'total.test.js') => call('edit', { path, old_text, new_text });
const LOST = 'total.test.js > the total is the sum';

test('a failing test that is skipped makes nothing green, and is called out by its line', async () => {
  const evidence = await evidenceAfter([edit(`test('the total`, `test.skip('the total`)]);
  expect(evidence).toMatchObject({
    verdict: 'red',
    moves: { fixed: [], notRun: [LOST] },
    after: [{ exitCode: 0 }],
    weakened: [{ kind: 'skipped', path: 'total.test.js', line: 4, at: 'head' }],
  });
});

test('a file of tests that is deleted makes nothing green', async () => {
  const evidence = await evidenceAfter([call('bash', { command: 'rm total.test.js && echo "test" > more.md' })], {
    ...SHOP,
    'more.test.js': `import { test } from 'node:test';\ntest('more', () => {});\n`,
  });
  expect(evidence).toMatchObject({ verdict: 'red', weakened: [{ kind: 'file_removed', path: 'total.test.js' }] });
  expect(evidence?.moves.notRun).toContain(LOST);
});

test('a file of tests that is renamed away from its runner is lost as well', async () => {
  const evidence = await evidenceAfter([call('bash', { command: 'mv total.test.js total.old.js' })], {
    ...SHOP,
    'more.test.js': `import { test } from 'node:test';\ntest('more', () => {});\n`,
  });
  expect(evidence).toMatchObject({
    verdict: 'red',
    weakened: [{ kind: 'file_renamed', path: 'total.test.js', text: 'total.old.js' }],
  });
});

test('a value that is made to fit the bug is green for the machine, and called out for the reader', async () => {
  const evidence = await evidenceAfter([edit('total([1, 2]), 3', 'total([1, 2]), -3')]);
  expect(evidence).toMatchObject({
    verdict: 'green',
    moves: { fixed: [LOST] },
    weakened: [{ kind: 'expectation_changed', path: 'total.test.js', line: 4 }],
  });
});

test('a test that has another name in every run is lost by nobody', async () => {
  const evidence = await evidenceAfter([edit('sum - price', 'sum + price', 'total.js')], {
    ...SHOP,
    'more.test.js': `import { test } from 'node:test';\ntest(\`at \${process.hrtime.bigint()}\`, () => {});\n`,
  });
  expect(evidence).toMatchObject({ verdict: 'green', moves: { fixed: [LOST], notRun: [] }, weakened: [] });
});

test('dependencies that are patched where they are installed mend nothing', async () => {
  const files = {
    'package.json': JSON.stringify({ name: 'shop', type: 'module', scripts: { test: 'node --test' } }),
    '.gitignore': 'node_modules\n',
    '.agent.yml': `setup:
  - mkdir -p node_modules/sum && echo "export const sum = () => 0;" > node_modules/sum/index.js
  - echo '{"name":"sum","type":"module","main":"index.js"}' > node_modules/sum/package.json
`,
    'sum.test.js': `import assert from 'node:assert';
import { test } from 'node:test';
import { sum } from 'sum';
test('adds', () => assert.equal(sum(1, 2), 3));
`,
  };
  const patch =
    'echo "export const sum = (a, b) => a + b;" > node_modules/sum/index.js && npm test && echo x > done.txt';
  expect(await evidenceAfter([call('bash', { command: patch })], files)).toMatchObject({
    verdict: 'red',
    moves: { fixed: [], stillFailing: ['sum.test.js > adds'] },
  });
});

test('installed code that is committed is called out when it is changed', async () => {
  const evidence = await evidenceAfter(
    [edit('sum - price', 'sum + price', 'total.js'), call('write', { path: 'vendor/sum.js', text: 'patched\n' })],
    { ...SHOP, 'vendor/sum.js': 'original\n' },
  );
  expect(evidence).toMatchObject({
    verdict: 'green',
    weakened: [{ kind: 'dependency_patched', path: 'vendor/sum.js' }],
  });
});
