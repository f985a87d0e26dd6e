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

test('an agent that was stopped is spoken for', () => {
  const talk = { messages: [{ role: 'model', text: 'I was about to.', calls: [] }] as const, usage: NO_USAGE };
  expect(accountOf({ talk, bound: 'it reached the limit of 2 turns' }, { words: 'Fix\nit' })).toMatchObject({
    summary: 'Unfinished: Fix it',
    why: 'I was about to.',
    risk: expect.stringContaining('limit of 2 turns'),
  });
});
