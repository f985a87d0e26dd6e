import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { runChecks } from '#worker/checks/run.ts';
import { bubblewrapSandbox } from '#worker/sandbox/bubblewrap.ts';
import { probeSandbox } from '#worker/sandbox/probe.ts';
import { findToolchains, type Toolchains } from '#worker/sandbox/toolchains.ts';
import { openPlace, type Place, settingOf } from './place.ts';
import { missing } from './running.ts';

const probe = await probeSandbox();
const UNPRIVILEGED = 1717;
const noCargo = missing('cargo', '--version');
const noPhpunit = missing('phpunit', '--version');
/** A compiler takes its time on a machine that is busy. */
const BUILD_MS = 120_000;

describe.skipIf(!probe.works)(`checks in bubblewrap${probe.works ? '' : ` (skipped: ${probe.why})`}`, () => {
  let toolchains: Toolchains;
  const places: Place[] = [];

  beforeAll(async () => {
    toolchains = await findToolchains(process.env);
  });
  afterEach(async () => {
    await Promise.all(places.splice(0).map((place) => place.remove()));
  });

  async function placeWith(files: Record<string, string>): Promise<Place> {
    const place = await openPlace(files, (folders) =>
      bubblewrapSandbox({ ...folders, user: UNPRIVILEGED, toolchains }),
    );
    places.push(place);
    return place;
  }

  test('report each test of node:test behind npm', async () => {
    const place = await placeWith({
      'package.json': '{"scripts":{"test":"node --test"}}',
      'test/cart.test.js': "const { test } = require('node:test');\ntest('adds', () => {});\n",
    });
    const [run] = await runChecks({ checks: [{ name: 'npm test', command: 'npm test' }] }, settingOf(place));
    expect(run).toMatchObject({ exitCode: 0, tests: { 'test/cart.test.js > adds': 'passed' } });
  });

  test('report each test of unittest', async () => {
    const suite = 'import unittest\nclass Cart(unittest.TestCase):\n    def test_adds(self): self.fail()\n';
    const place = await placeWith({ 'test_cart.py': suite });
    const checks = [{ name: 'unittest', command: 'python3 -m unittest' }];
    const [run] = await runChecks({ checks }, settingOf(place));
    expect(run).toMatchObject({ exitCode: 1, tests: { 'test_cart.Cart.test_adds': 'failed' } });
  });

  test.skipIf(noCargo !== '')(
    `report each test of Rust${noCargo}`,
    async () => {
      const place = await placeWith({
        'Cargo.toml': '[package]\nname = "shop"\nversion = "0.1.0"\nedition = "2021"\n',
        'src/lib.rs': '#[test]\nfn adds() {}\n#[test]\n#[ignore]\nfn ships() {}\n',
        'tests/whole.rs': '#[test]\nfn rounds() { assert_eq!(1, 2); }\n',
      });
      const checks = [{ name: 'cargo test', command: 'cargo test --offline --no-fail-fast', needs: ['cargo'] }];
      const [run] = await runChecks({ checks }, settingOf(place));
      expect(run?.tests, run?.tail).toEqual({
        'shop (src/lib.rs) > adds': 'passed',
        'shop (src/lib.rs) > ships': 'skipped',
        'whole (tests/whole.rs) > rounds': 'failed',
      });
    },
    BUILD_MS,
  );

  test.skipIf(noPhpunit !== '')(`report each test of PHPUnit${noPhpunit}`, async () => {
    const place = await placeWith({
      'phpunit.xml':
        '<phpunit><testsuites><testsuite name="a"><directory>tests</directory></testsuite></testsuites></phpunit>',
      'tests/ATest.php':
        '<?php final class ATest extends PHPUnit\\Framework\\TestCase { function testA() { $this->assertTrue(true); } }',
    });
    const checks = [{ name: 'phpunit', command: 'phpunit', needs: ['php', 'phpunit'] }];
    const [run] = await runChecks({ checks }, settingOf(place));
    expect(run, run?.tail).toMatchObject({ exitCode: 0, tests: { 'tests/ATest.php > ATest > testA': 'passed' } });
  });

  test('read no file of the host through a report that is a link', async () => {
    const place = await placeWith({});
    const secret = join(dirname(place.workspace), 'secret.xml');
    await writeFile(secret, '<testsuites><testcase classname="host" name="secret"/></testsuites>');
    const report = { format: 'junit', path: 'report.xml' } as const;
    const checks = [{ name: 'link', command: `ln -s ${secret} report.xml`, report }];
    const [run] = await runChecks({ checks }, settingOf(place));
    expect(run).toMatchObject({ exitCode: 0, tests: undefined });
    expect(run?.tail).toContain('was not written');
  });

  test('write no file of the host through a home that is full of links', async () => {
    const place = await placeWith({});
    const outside = join(dirname(place.workspace), 'outside');
    await mkdir(outside);
    await chmod(outside, 0o777);
    const plant = `rm -rf "$HOME/reports" "$HOME/instruments"; ln -s ${outside} "$HOME/reports"; ln -s ${outside} "$HOME/instruments"`;
    const checks = [
      { name: 'plant', command: plant },
      { name: 'after', command: 'true' },
    ];
    const runs = await runChecks({ checks }, settingOf(place));
    expect(runs.map((run) => run.exitCode)).toEqual([0, 0]);
    expect(await readdir(outside)).toEqual([]);
  });
});
