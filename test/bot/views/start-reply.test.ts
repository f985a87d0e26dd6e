import { expect, test } from 'vitest';
import { replies } from '#bot/views/replies.ts';
import type { Task } from '#shared/task/task.ts';
import { after, BEN, failed, HEAD, opened, pushed, ready, STAGES, triedAgain } from '../tasks.ts';

const start = { from: 'branch', commit: HEAD, forkedAt: HEAD, words: 'It goes on from bead000.' } as const;
const followedUp = after(STAGES.green, { type: 'attempt.opened', next: 'follow_up', by: BEN, words: 'Rename <@U1>' });
const claimed = (task: Task): Task =>
  after(
    task,
    { type: 'admission.started' },
    { type: 'admission.passed', checks: [] },
    { type: 'start.chosen', start },
    { type: 'execution.claimed', execution: 'e2' },
  );
const told = (task: Task) => Object.fromEntries(replies(task).map(({ key, message }) => [key, message.text]));

test('what an attempt after the first is for, and what it goes on from, is told once it is known', () => {
  expect(told(followedUp)).not.toHaveProperty('2:start');
  const words = 'Attempt 2, asked for by Ben: Rename &lt;@U1&gt;. It goes on from bead000.';
  expect(told(claimed(followedUp))['2:start']).toBe(words);
  expect(told(failed(claimed(followedUp)))['2:start']).toBe(words);
  expect(told(claimed(triedAgain(STAGES.failed)))['2:start']).toBe('Attempt 2, by myself. It goes on from bead000.');
});

test('a follow-up brings the same pull request up to date: it is told of once', () => {
  const again = opened('green', ready(followedUp));
  expect(Object.keys(told(again)).filter((key) => key.startsWith('pull-request'))).toEqual(['pull-request']);
  expect(told(again)['1:end']).toContain('Ben asked for more: that is attempt 2.');
});

test('another one, after a merge, is told of as well, and the first stays as it was', () => {
  const again = after(pushed('green', ready(followedUp)), {
    ...{ type: 'pull_request.opened', number: 4, url: 'https://github.com/acme/shop/pull/4', draft: false },
    missing: ['I could not ask ben for a review: he left'],
  });
  const shown = told(again);
  expect(shown['pull-request']).toContain('Pull request #3 is open');
  expect(shown['pull-request:4']).toContain('Pull request #4 is open');
  expect(JSON.stringify(replies(again).find(({ key }) => key === 'pull-request:4')?.message.blocks)).toContain(
    'he left.',
  );
});
