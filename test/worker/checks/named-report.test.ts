import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { verdictOf } from '#shared/task/compare.ts';
import { placeWith, runOne } from './running.ts';

const green = '<testsuites><testcase classname="C" name="t"/></testsuites>';

describe('a report the repository names', () => {
  const report = { format: 'junit', path: 'out/r.xml' } as const;

  test('is read and taken away', async () => {
    const place = await placeWith({ 'out/keep': '' });
    const run = await runOne(place, { command: `echo '${green}' > out/r.xml`, report });
    expect(run.tests).toEqual({ 'C > t': 'passed' });
    expect(await readdir(join(place.workspace, 'out'))).toEqual(['keep']);
  });

  test('that says all is well does not outweigh an exit code that is not 0', async () => {
    const place = await placeWith({ 'out/keep': '' });
    const run = await runOne(place, { command: `echo '${green}' > out/r.xml; exit 1`, report });
    expect(run).toMatchObject({ exitCode: 1, tests: { 'C > t': 'passed' } });
    expect(verdictOf([run])).toBe('red');
  });

  test.each([
    ['left from before the run', 'true', 'was not written'],
    ['that is no file', 'mkfifo out/r.xml', 'was not written'],
    ['of another format', 'echo {} > out/r.xml', 'is no junit report'],
    ['cut off in the middle', 'echo "<testsuites><testcase name=" > out/r.xml', 'is no junit report'],
    ['of too many bytes', 'head -c 33554433 /dev/zero > out/r.xml', 'is longer than 32 MiB'],
  ])('%s gives no tests, and the log says why', async (_what, command, words) => {
    const place = await placeWith({ 'out/r.xml': green });
    const run = await runOne(place, { command, report });
    expect(run).toMatchObject({ exitCode: 0, tests: undefined });
    expect(run.tail).toContain(`[bellhop] The report ./out/r.xml ${words}`);
  });

  test('of unittest may be its output', async () => {
    const command = 'echo "test_a (m.T.test_a) ... ok"; echo "Ran 1 test in 0.1s"';
    const run = await runOne(await placeWith({}), { command, report: { format: 'unittest' } });
    expect(run.tests).toEqual({ 'm.T.test_a': 'passed' });
  });

  test('may be many, of which those from before the run are gone and links are none', async () => {
    const place = await placeWith({ 'a/target/r/old.xml': green, 'node_modules/b/target/r/other.xml': green });
    const many = { format: 'junit', path: '**/target/r/*.xml' } as const;
    const suite = (name: string) => `<testsuite><testcase classname="${name}" name="t"/></testsuite>`;
    const write = (path: string, name: string) => `mkdir -p $(dirname ${path}); echo '${suite(name)}' > ${path}`;
    const commands = [
      write('a/target/r/1.xml', 'A'),
      write('b/c/target/r/2.xml', 'B'),
      write('a/target/deeper/r/3.xml', 'no'),
      "echo '<testsuite>' > a/target/r/broken.xml",
      'ln -s 1.xml a/target/r/link.xml',
    ];
    const run = await runOne(place, { command: commands.join('; '), report: many });
    expect(run.tests).toEqual({ 'A > t': 'passed', 'B > t': 'passed' });
    expect(run.tail).toContain('[bellhop] The report ./a/target/r/broken.xml is no junit report');
    expect(await readdir(join(place.workspace, 'a/target/r'))).toEqual(['link.xml']);
    expect(await readdir(join(place.workspace, 'node_modules/b/target/r'))).toEqual(['other.xml']);
  });

  test('that is a glob and met by nothing is said to be missing', async () => {
    const run = await runOne(await placeWith({}), { command: 'true', report: { format: 'trx', path: '**/*.trx' } });
    expect(run).toMatchObject({ exitCode: 0, tests: undefined });
    expect(run.tail).toContain('[bellhop] The report ./**/*.trx was not written.');
  });

  test('of a thousand classes is read in a few goes', async () => {
    const place = await placeWith({ 'out/keep': '' });
    const command = `i=0; while [ $i -lt 1000 ]; do echo '<testsuite><testcase classname="C'$i'" name="t"/></testsuite>' > out/$i.xml; i=$((i+1)); done`;
    const run = await runOne(place, { command, report: { format: 'junit', path: 'out/*.xml' } });
    expect(Object.keys(run.tests ?? {})).toHaveLength(1_000);
    expect(place.commands.length).toBeLessThan(10);
  });

  test.each([
    ['tap', "printf '1..2\\nok 1 - a\\nnot ok 2 - b\\n'", { a: 'passed', b: 'failed' }],
    [
      'minitest',
      "echo 'C#a = 0.00 s = .'; echo '1 runs, 1 assertions, 0 failures, 0 errors, 0 skips'",
      { 'C > a': 'passed' },
    ],
  ] as const)('of %s may be its output, in colour too', async (format, command, tests) => {
    const run = await runOne(await placeWith({}), { command: `printf '\\033[0m'; ${command}`, report: { format } });
    expect(run.tests).toEqual(tests);
  });
});
