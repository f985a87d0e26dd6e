import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { verdictOf } from '#shared/task/compare.ts';
import { runSetup } from '#worker/checks/run.ts';
import { settingOf, write } from './place.ts';
import { placeWith, runOne } from './running.ts';

const script = (test: string): string => JSON.stringify({ name: 'shop', type: 'module', scripts: { test } });
const nodeTest = `import { test } from 'node:test';
test('adds', () => {});
test('rounds', () => { throw new Error('0.1 + 0.2'); });
test.skip('ships', () => {});
`;
const nodeTests = { 'a.test.js > adds': 'passed', 'a.test.js > rounds': 'failed', 'a.test.js > ships': 'skipped' };

describe('a check', () => {
  test('is recorded with what it ran, how it ended and every test, bound to the commit and its log', async () => {
    const place = await placeWith({ 'package.json': script('node --test'), 'a.test.js': nodeTest });
    const run = await runOne(place, { name: 'unit tests' });
    expect(run).toMatchObject({
      name: 'unit tests',
      command: 'npm test',
      commit: '0123456789abcdef0123456789abcdef01234567',
      exitCode: 1,
      log: '0123456789ab-unit-tests.log',
      tests: nodeTests,
    });
    expect(run.tail).toContain('0.1 + 0.2');
    const log = await readFile(join(place.logs, run.log));
    expect(run.logHash).toBe(createHash('sha256').update(log).digest('hex'));
  });

  test('leaves the workspace as it was, has no network, and leaves only its log', async () => {
    const place = await placeWith({ 'package.json': script('node --test'), 'a.test.js': nodeTest });
    await runOne(place, {});
    expect(await readdir(place.workspace)).toEqual(['a.test.js', 'package.json']);
    expect(place.commands.map((command) => command.network)).toEqual(['none', 'none', 'none', 'none']);
    expect(await readdir(place.logs)).toEqual(['0123456789ab-test.log']);
  });

  test('that outlives its time is stopped, at its own limit when that is the shorter one', async () => {
    const place = await placeWith({});
    const run = await runOne(place, { command: 'sleep 60', timeoutMs: 200 });
    expect(run).toMatchObject({ exitCode: null, stopped: 'timeout' });
    expect(verdictOf([run])).toBe('red');
  });

  test('that writes too much is stopped, and what it wrote is kept', async () => {
    const place = await placeWith({});
    const { limits } = settingOf(place);
    const run = await runOne(place, { command: 'yes' }, { limits: { ...limits, outputBytes: 1_000 } });
    expect(run).toMatchObject({ exitCode: null, stopped: 'output' });
    expect(run.tail).toMatch(/^y\n/);
  });

  test('that is cancelled rejects with the reason and leaves no record', async () => {
    const place = await placeWith({});
    const stop = new AbortController();
    const running = runOne(
      place,
      { command: 'echo started; sleep 60' },
      { signal: stop.signal, onTail: () => stop.abort(new Error('asked')) },
    );
    await expect(running).rejects.toThrow('asked');
  });

  test('finds the programs the set-up put into the home', async () => {
    const place = await placeWith({});
    await write(place.home, '.local/bin/hello', '#!/bin/sh\necho hello from home');
    const made = await runSetup({ setup: [{ command: 'chmod +x "$HOME/.local/bin/hello"' }] }, settingOf(place));
    expect(made).toHaveLength(1);
    expect((await runOne(place, { command: 'hello' })).tail).toBe('hello from home');
  });

  test('shows secrets neither in the log, nor in its tail, nor while it runs', async () => {
    const place = await placeWith({});
    const seen: string[] = [];
    const redact = (text: string) => text.replaceAll('hunter2', '…');
    const run = await runOne(
      place,
      { command: 'echo password hunter2' },
      { redact, onTail: (_, tail) => seen.push(tail) },
    );
    const log = await readFile(join(place.logs, run.log), 'utf8');
    expect([log.trim(), run.tail, ...seen]).toEqual(['password …', 'password …', 'password …']);
  });

  test('has a tail that people can read and the record can hold', async () => {
    const place = await placeWith({ 'long.txt': `${'😀 line\n'.repeat(3_000)}\u001b[31mthe end\u001b[0m\u0007\n` });
    const { tail } = await runOne(place, { command: 'cat long.txt' });
    expect(tail.length).toBeLessThanOrEqual(4_000);
    expect(tail).toMatch(/😀 line\nthe end$/);
  });
});

describe('per-test results', () => {
  test.each([
    ['npm in npm', 'npm run --silent deeper', 'node --test'],
    ['a chain', 'echo first && node --test', ''],
    ['a script with NODE_OPTIONS of its own', 'NODE_OPTIONS=--no-warnings node --test', ''],
    ['options before the runner', 'node --import ./nothing.js --test', ''],
  ])('come through %s', async (_what, outer, inner) => {
    const manifest = JSON.stringify({ type: 'module', scripts: { test: outer, deeper: inner } });
    const place = await placeWith({ 'package.json': manifest, 'a.test.js': nodeTest, 'nothing.js': '' });
    expect((await runOne(place, {})).tests).toEqual(nodeTests);
  });

  test('are read from what is printed where a script names its own reporter, and the check runs as it was written', async () => {
    const place = await placeWith({ 'package.json': script('node --test --test-reporter=tap'), 'a.test.js': nodeTest });
    const run = await runOne(place, {});
    expect(run).toMatchObject({ exitCode: 1, tests: { adds: 'passed', rounds: 'failed', ships: 'skipped' } });
    expect(run.tail).toContain('# pass 1');
  });

  test('are given up where it names one that cannot be read', async () => {
    const place = await placeWith({ 'package.json': script('node --test --test-reporter=dot'), 'a.test.js': nodeTest });
    expect(await runOne(place, {})).toMatchObject({ exitCode: 1, tests: undefined });
  });

  test('do not hold the tests of a runner that a test starts inside itself', async () => {
    const place = await placeWith({
      'package.json': script('node --test a.test.js'),
      'a.test.js': `import { test } from 'node:test';
import { spawnSync } from 'node:child_process';
const env = { ...process.env, NODE_TEST_CONTEXT: '' };
test('runs a runner', () => { console.log(String(spawnSync('node', ['--test', 'inner.js'], { env }).stdout)); });
`,
      'inner.js': nodeTest,
    });
    const run = await runOne(place, {});
    expect(run.tests).toEqual({ 'a.test.js > runs a runner': 'passed' });
  });

  test('of Vitest are there beside its own output, of every run in a chain', async () => {
    const suite = `import { expect, test } from 'vitest';\ntest('adds', () => expect(1 + 1).toBe(2));\n`;
    const manifest = script('vitest run --root . a && vitest run --reporter=dot b');
    const place = await placeWith({ 'package.json': manifest, 'a.test.js': suite, 'b.test.js': suite });
    await symlink(join(import.meta.dirname, '../../../node_modules'), join(place.workspace, 'node_modules'));
    const run = await runOne(place, {});
    expect(run.tests).toEqual({ 'a.test.js > adds': 'passed', 'b.test.js > adds': 'passed' });
    expect(run.tail).toContain('Test Files');
  });

  test('of unittest are read from its output, also behind make', async () => {
    const suite = `import unittest
class Cart(unittest.TestCase):
    def test_adds(self): pass
    def test_rounds(self): self.fail()
`;
    const place = await placeWith({ Makefile: 'test:\n\t@python3 -m unittest\n', 'test_cart.py': suite });
    const run = await runOne(place, { command: 'make test' });
    expect(run.tests).toEqual({ 'test_cart.Cart.test_adds': 'passed', 'test_cart.Cart.test_rounds': 'failed' });
    expect(await readdir(place.workspace)).toEqual(['Makefile', 'test_cart.py']);
  });

  const pytest = spawnSync('python3', ['-m', 'pytest', '--version']).status === 0;
  test.skipIf(!pytest)(
    'of pytest are there for every run in a chain (skipped where pytest is not installed)',
    async () => {
      const suite = 'import pytest\ndef test_adds():\n    pass\n@pytest.mark.skip\ndef test_ships():\n    pass\n';
      const place = await placeWith({ 'tests/test_a.py': suite, 'more/test_b.py': suite });
      const run = await runOne(place, { command: 'python3 -m pytest -q tests && python3 -m pytest -q more' });
      expect(run.tests).toEqual({
        'tests/test_a.py > test_adds': 'passed',
        'tests/test_a.py > test_ships': 'skipped',
        'more/test_b.py > test_adds': 'passed',
        'more/test_b.py > test_ships': 'skipped',
      });
      const left = await readdir(place.workspace, { recursive: true });
      expect(left.filter((path) => /cache|\.xml/.test(path))).toEqual([]);
    },
  );

  test('are asked of Jest by arguments, before its own, once', async () => {
    // Stands in for Jest: what a runner does with its arguments is tried by hand with each new major.
    const jest = '#!/usr/bin/env node\nconsole.log(JSON.stringify(process.argv.slice(2)));\n';
    const place = await placeWith({ 'node_modules/jest/bin/jest.js': jest });
    const { tail } = await runOne(place, {
      command: 'node node_modules/jest/bin/jest.js src; node node_modules/jest/bin/jest.js --json',
    });
    const [asked, left] = tail.split('\n');
    expect(JSON.parse(asked ?? '')).toEqual([
      '--json',
      expect.stringMatching(/^--outputFile=.*\/reports\/jest-\d+\.json$/),
      'src',
    ]);
    expect(left).toBe('["--json"]');
  });

  test('of Mocha are heard beside its reporter', async () => {
    const place = await placeWith({
      // Stands in for Mocha: the parts of it that a listener meets.
      'node_modules/mocha/index.js': `const { EventEmitter } = require('node:events');
module.exports = class Mocha {
  run() {
    const runner = new EventEmitter();
    const test = (title) => ({ fullTitle: () => 'cart ' + title, titlePath: () => ['cart', title], file: process.cwd() + '/a.js', type: 'test' });
    setImmediate(() => { runner.emit('fail', test('rounds')); runner.emit('pass', test('adds')); runner.emit('end'); });
    return runner;
  }
};`,
      'node_modules/mocha/bin/mocha.js': `for (const each of process.argv.slice(2)) if (each.startsWith('--require=')) require(each.slice(10));
new (require('../index.js'))().run();`,
    });
    const run = await runOne(place, { command: 'node node_modules/mocha/bin/mocha.js' });
    expect(run.tests).toEqual({ 'a.js > cart > adds': 'passed', 'a.js > cart > rounds': 'failed' });
  });

  test('are absent where no runner could be asked', async () => {
    const place = await placeWith({});
    expect(await runOne(place, { command: 'exit 3' })).toMatchObject({ exitCode: 3, tests: undefined });
  });

  test('come from instruments laid anew, whatever an earlier command put in their place', async () => {
    const place = await placeWith({
      'package.json': script('node --test'),
      'a.test.js': nodeTest,
      'precious/kept': '',
    });
    await symlink(join(place.workspace, 'precious'), join(place.home, 'reports'));
    await mkdir(join(place.home, 'instruments', 'bin', 'node'), { recursive: true });
    expect((await runOne(place, {})).tests).toEqual(nodeTests);
    expect(await readdir(join(place.workspace, 'precious'))).toEqual(['kept']);
  });
});
