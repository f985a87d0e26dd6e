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
});
