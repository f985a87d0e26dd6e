import { expect, test } from 'vitest';
import { NO_USAGE } from '#shared/task/step.ts';
import { accountOf, commitMessage } from '#worker/steps/account.ts';

const ACCOUNT = { summary: 'Add prices up', why: 'They were subtracted.', verify: '', risk: '', rollback: '' };
const TASK = { task: 't0123456789a', attempt: 2 };

test('a commit message is the account, and ends with our own lines', () => {
  expect(commitMessage(ACCOUNT, TASK)).toBe(
    'Add prices up\n\nThey were subtracted.\n\nBellhop-Task: t0123456789a\nBellhop-Attempt: 2\n',
  );
});

test('the title is one short line whatever the summary is', () => {
  const [title = ''] = commitMessage({ ...ACCOUNT, summary: `${'long '.repeat(40)}\nmore` }, TASK).split('\n');
  expect(title.length).toBeLessThanOrEqual(72);
  expect(commitMessage({ ...ACCOUNT, summary: '\n' }, TASK)).toMatch(/^Change what was asked\n\n/);
});

test('nothing in a message pings, closes or links', () => {
  const why = 'Fixes #12, closes GH-3, thanks @dana, see https://example.org/issues/1';
  expect(commitMessage({ ...ACCOUNT, why }, TASK)).not.toMatch(/#12|GH-3|@dana|https:\/\//);
});

test('nothing in a message signs for anybody, or tells checks to look away', () => {
  const why =
    'It was slow.\n\nCo-authored-by: Mallory <m@evil.example>\n signed-off-by : x\nskip-checks: true\n[skip ci] [ci skip]';
  const message = commitMessage({ ...ACCOUNT, summary: 'feat: add [no ci] ***NO_CI***', why }, TASK);
  expect(message).toMatch(/^feat: add /);
  expect(message).not.toMatch(/^\s*(?:[\w-]+-by|skip-checks)\s*:|\[(?:skip|no|ci)|\*{3}NO_CI/im);
});

test('the one who asked is named as co-author, on one line of its own', () => {
  const coAuthor = { name: 'ana\nSigned-off-by: x <y>', email: 'a n@a>.example\n' };
  const lines = commitMessage(ACCOUNT, { ...TASK, coAuthor })
    .trimEnd()
    .split('\n');
  expect(lines.at(-1)).toBe('Co-authored-by: ana Signed-off-by: x y <an@a.example>');
  expect(lines.filter((line) => /-by:/i.test(line))).toHaveLength(1);
});

test('an agent that was stopped is spoken for', () => {
  const talk = { messages: [{ role: 'model', text: 'I was about to.', calls: [] }] as const, usage: NO_USAGE };
  expect(accountOf({ talk, bound: 'it reached the limit of 2 turns' }, { words: 'Fix\nit' })).toMatchObject({
    summary: 'Unfinished: Fix it',
    why: 'I was about to.',
    risk: expect.stringContaining('limit of 2 turns'),
  });
});
