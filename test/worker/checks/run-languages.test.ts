import { readdir } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { verdictOf } from '#shared/task/compare.ts';
import type { CheckRun } from '#shared/task/evidence.ts';
import { planChecks } from '#worker/checks/plan.ts';
import { runChecks, runSetup } from '#worker/checks/run.ts';
import { filesOf, settingOf } from './place.ts';
import { missing, placeWith, runOne } from './running.ts';

/** Finds out how a repository is checked, and does it: the way of every attempt. */
async function checked(files: Record<string, string>): Promise<CheckRun> {
  const place = await placeWith(files);
  const plan = await planChecks(filesOf(files));
  await runSetup(plan, settingOf(place));
  const [run] = await runChecks(plan, settingOf(place));
  if (!run) throw new Error('there was no check');
  return run;
}

const noProve = missing('prove', '--version');
const noGo = missing('go', 'version');
const noRSpec = missing('rspec', '--version');
const noMinitest = missing('ruby', '-e', 'require "minitest"; require "rake"');
const noTestUnit = missing('ruby', '-e', 'require "test-unit"');
const noPhpunit = missing('phpunit', '--version');

/** A build of a language takes its time on a machine that is busy. */
const BUILD_MS = 120_000;

describe('found, run and read', () => {
  test.skipIf(noProve !== '')(`Perl${noProve}`, async () => {
    const run = await checked({
      't/cart.t': "use Test::More; ok(1, 'adds'); ok(0, 'rounds'); done_testing;",
      't/deep/skip.t': "use Test::More skip_all => 'no'; ",
    });
    expect(run).toMatchObject({
      name: 'prove',
      exitCode: 1,
      tests: { 't/cart.t > adds': 'passed', 't/cart.t > rounds': 'failed', 't/deep/skip.t': 'skipped' },
    });
    expect(run.tail).toContain('Result: FAIL');
  });

  test.skipIf(noProve !== '')(`a Perl distribution, built first${noProve}`, async () => {
    const makefile = "use ExtUtils::MakeMaker; WriteMakefile(NAME => 'Cart', VERSION => '1');";
    const run = await checked({
      'Makefile.PL': makefile,
      'lib/Cart.pm': 'package Cart; sub add { $_[0] + $_[1] } 1;',
      't/cart.t': "use Test::More tests => 1; use Cart; is(Cart::add(1, 2), 3, 'adds');",
    });
    expect(run).toMatchObject({ name: 'make test', exitCode: 0, tests: { 't/cart.t > adds': 'passed' } });
  });

  test.skipIf(noGo !== '')(
    `Go, also behind make, with what people would see${noGo}`,
    async () => {
      const files = {
        'go.mod': 'module example.org/shop\n\ngo 1.19\n',
        'cart_test.go':
          'package shop\n\nimport "testing"\n\nfunc TestAdds(t *testing.T) {}\nfunc TestRounds(t *testing.T) { t.Error("0.1 + 0.2") }\n',
        Makefile: 'check:\n\tgo test -count=1 .\n',
      };
      const tests = { 'example.org/shop > TestAdds': 'passed', 'example.org/shop > TestRounds': 'failed' };
      const run = await checked(files);
      expect(run).toMatchObject({ name: 'go test', exitCode: 1, tests });
      expect(run.tail).toContain('--- FAIL: TestRounds');
      expect(run.tail).toContain('0.1 + 0.2');
      expect(run.tail).not.toContain('"Action"');
      const behindMake = await runOne(await placeWith(files), { command: 'make check' });
      expect(behindMake).toMatchObject({ exitCode: 2, tests });
    },
    BUILD_MS,
  );

  test.skipIf(noGo !== '')(
    `Go that does not build${noGo}`,
    async () => {
      const run = await checked({
        'go.mod': 'module shop\n',
        'a_test.go': 'package shop\n\nfunc f() int { return "" }\n',
      });
      expect(run.exitCode).not.toBe(0);
      expect(run.tests).toEqual({ shop: 'error' });
      expect(run.tail).toContain('cannot use ""');
    },
    BUILD_MS,
  );

  test.skipIf(noRSpec !== '')(
    `RSpec, twice in a chain, beside the formatters it was told to use${noRSpec}`,
    async () => {
      const spec = (title: string) =>
        `RSpec.describe 'Cart' do\n  it('${title}') {}\n  it('rounds') { expect(1).to eq 2 }\nend\n`;
      const place = await placeWith({
        '.rspec': '--format documentation\n',
        'spec/a_spec.rb': spec('adds'),
        'b_spec.rb': spec('ships'),
      });
      const run = await runOne(place, { command: 'rspec; rspec b_spec.rb' });
      expect(run).toMatchObject({
        exitCode: 1,
        tests: {
          'spec/a_spec.rb > Cart adds': 'passed',
          'spec/a_spec.rb > Cart rounds': 'failed',
          'b_spec.rb > Cart ships': 'passed',
          'b_spec.rb > Cart rounds': 'failed',
        },
      });
      expect(run.tail).toMatch(/^\nCart\n {2}adds\n/);
      expect(await readdir(place.workspace)).toEqual(['.rspec', 'b_spec.rb', 'spec']);
    },
  );

  test.skipIf(noRSpec !== '')(`RSpec that cannot load a file${noRSpec}`, async () => {
    const run = await checked({ 'spec/a_spec.rb': 'require "no/such/file"\n' });
    expect(run).toMatchObject({ exitCode: 1, tests: { 'errors outside of examples': 'error' } });
  });

  const minitest = `require 'minitest/autorun'
class CartTest < Minitest::Test
  def test_adds; puts 'noise'; end
  def test_rounds; assert_equal 1, 2; end
end
`;
  const rakefile = "require 'rake/testtask'\nRake::TestTask.new { |t| t.pattern = 'test/test_*.rb' }\n";

  test.skipIf(noMinitest !== '').each([
    ['rake test', { Rakefile: rakefile }],
    ['ruby tests', {}],
  ])(`Minitest by %s${noMinitest}`, async (name, files) => {
    const run = await checked({ ...files, 'test/test_cart.rb': minitest });
    expect(run).toMatchObject({
      name,
      exitCode: 1,
      tests: { 'CartTest > test_adds': 'passed', 'CartTest > test_rounds': 'failed' },
    });
  });

  test.skipIf(noTestUnit !== '')(`test-unit${noTestUnit}`, async () => {
    const run = await checked({
      Rakefile: rakefile,
      'test/test_cart.rb': minitest
        .replace('minitest/autorun', 'test/unit')
        .replace('Minitest::Test', 'Test::Unit::TestCase'),
    });
    expect(run.tests).toEqual({ 'CartTest > test_adds': 'passed', 'CartTest > test_rounds': 'failed' });
  });

  test.skipIf(noPhpunit !== '')(`PHPUnit, asked for a report once${noPhpunit}`, async () => {
    const files = {
      'phpunit.xml':
        '<phpunit><testsuites><testsuite name="a"><directory>tests</directory></testsuite></testsuites></phpunit>',
      'tests/CartTest.php': `<?php
final class CartTest extends PHPUnit\\Framework\\TestCase {
  public function testAdds(): void { $this->assertTrue(true); }
  public function testRounds(): void { $this->assertSame(1, 2); }
}
`,
    };
    const tests = {
      'tests/CartTest.php > CartTest > testAdds': 'passed',
      'tests/CartTest.php > CartTest > testRounds': 'failed',
    };
    expect(await checked(files)).toMatchObject({ name: 'phpunit', exitCode: 1, tests });
    const command = 'phpunit --log-junit own.xml > /dev/null; test -s own.xml';
    expect(await runOne(await placeWith(files), { command })).toMatchObject({ exitCode: 0, tests: undefined });
  });
});

describe('a program that is not there', () => {
  const nobody = { name: 'a', command: 'touch made', needs: ['nobody-has-this'] };

  test('is named in place of a run, which counts as no pass', async () => {
    const place = await placeWith({});
    const runs = await runChecks({ checks: [nobody, { name: 'b', command: 'true' }] }, settingOf(place));
    expect(runs).toMatchObject([
      { name: 'a', exitCode: 127, tookMs: 0, tests: undefined },
      { name: 'b', exitCode: 0 },
    ]);
    expect(runs[0]?.tail).toMatch(
      /^\[bellhop\] “nobody-has-this” is not installed where the checks run\. Whoever runs/,
    );
    expect(verdictOf(runs)).toBe('red');
    expect(await readdir(place.workspace)).toEqual([]);
  });

  test.each([
    ['a shell', 'nobody-has-this --all'],
    ['a script', 'sh ./run.sh'],
    ['env', 'chmod +x env.sh; ./env.sh'],
    ['make', 'make test'],
  ])('is named where %s looked for it', async (_who, command) => {
    const place = await placeWith({
      'run.sh': 'nobody-has-this',
      'env.sh': '#!/usr/bin/env nobody-has-this\n',
      Makefile: 'test:\n\tnobody-has-this\n',
    });
    const { exitCode, tail } = await runOne(place, { command });
    expect(exitCode).not.toBe(0);
    expect(tail).toContain('[bellhop] “nobody-has-this” is not installed');
  });

  test('is not seen in a test that fails with such words', async () => {
    const command = 'echo "sh: 1: fries: not found"; exit 1';
    expect((await runOne(await placeWith({}), { command })).tail).not.toContain('[bellhop]');
  });
});
