import { expect, test } from 'vitest';
import { run, stage } from './stage/run.ts';
import { call, recording } from './stage/sample.ts';

/** Thousands of tests, of which each run fails another one. */
const DICE = `k=$(( $(od -An -N4 -tu4 /dev/urandom) % 5000 + 1 ))
echo 1..5000
i=1
while [ $i -le 5000 ]; do
  if [ $i -eq $k ]; then echo "not ok $i - throw $i"; else echo "ok $i - throw $i"; fi
  i=$((i + 1))
done
exit 1
`;
const SOLID = `echo 1..1\necho "ok 1 - solid"\n`;
const file = (text: string) => ({
  '.agent.yml': 'checks:\n  - name: dice\n    run: sh dice.sh\n    report:\n      format: tap\n',
  'dice.sh': text,
});
const README = call('write', { path: 'README.md', text: '# Dice\n' });

test('a test that was flaky before is neither fixed nor broken by a change that has nothing to do with it', async () => {
  const opened = await stage({ files: file(DICE), cassette: recording([README]) });
  await run(opened);
  const evidence = opened.bot.end()?.report.evidence;
  expect(evidence).toMatchObject({ verdict: 'green', moves: { fixed: [], broken: [], stillFailing: [], notRun: [] } });
  expect(new Set(evidence?.flaky?.map(({ at }) => at))).toEqual(new Set(['base', 'head']));
  expect(evidence?.flaky?.[0]).toMatchObject({ check: 'dice', failed: 1, test: expect.stringContaining('throw') });
  expect(evidence?.after).toMatchObject([{ again: { passed: 0, flakyOnly: true } }]);
});

test('each run keeps a log and a list of tests of its own', async () => {
  const opened = await stage({ files: file(DICE), cassette: recording([README]) });
  await run(opened);
  const { artifacts } = opened.bot;
  const logs = [...artifacts.keys()].filter((name) => name.endsWith('dice.log') || name.includes('dice-run-2'));
  expect(logs).toHaveLength(4);
  expect([...artifacts.keys()]).toEqual(
    expect.arrayContaining(['tests-before.json', 'tests-before-run-2.json', 'tests-after-run-2.json']),
  );
});

test('what the change broke is broken in every run, and stays red', async () => {
  const breaks = call('write', { path: 'dice.sh', text: `echo 1..1\necho "not ok 1 - solid"\nexit 1\n` });
  const opened = await stage({ files: file(SOLID), cassette: recording([breaks]) });
  await run(opened);
  expect(opened.bot.end()?.report.evidence).toMatchObject({
    verdict: 'red',
    moves: { broken: ['solid'] },
    after: [{ again: { runs: 3, passed: 0, flakyOnly: false } }],
    flaky: [],
  });
});
