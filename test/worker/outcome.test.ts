import { expect, test } from 'vitest';
import { TaskError } from '#shared/task/failure.ts';
import { GitError } from '#worker/git.ts';
import { outcomeOf } from '#worker/outcome.ts';
import { Stopped } from '#worker/stop.ts';

const running = new AbortController().signal;
const full = Object.assign(new Error('write'), { code: 'ENOSPC' });

test.each<[string, unknown, AbortSignal, object]>([
  [
    'a known problem',
    new TaskError('broken', 'It broke.', { whose: 'yours', remedy: 'Mend.' }),
    running,
    { failure: { code: 'broken' } },
  ],
  ['a bug', new TypeError('x is undefined'), running, { failure: { code: 'internal', whose: 'service' } }],
  ['a full disk', full, running, { failure: { code: 'disk_full' } }],
  [
    'a full disk in git’s words',
    new GitError('fetch', 'fatal: No space left on device', null),
    running,
    { failure: { code: 'disk_full' } },
  ],
  [
    'git that gives up',
    new GitError('add', 'error: unable to index', null),
    running,
    { failure: { code: 'git_failed' } },
  ],
  ['a stop', new Error('killed'), AbortSignal.abort(new Stopped('asked')), { end: 'stopped' }],
  ['a shutdown', new Error('killed'), AbortSignal.abort(new Stopped('shutdown')), { end: 'stopped' }],
  [
    'a lost lease',
    new Error('killed'),
    AbortSignal.abort(new Stopped('lease_lost')),
    { failure: { code: 'lease_lost', whose: 'transient' } },
  ],
  ['a mistake of the lease', new Error('killed'), AbortSignal.abort(full), { failure: { code: 'disk_full' } }],
])('%s', (_, error, signal, outcome) => {
  expect(outcomeOf(error, signal)).toMatchObject(outcome);
});
