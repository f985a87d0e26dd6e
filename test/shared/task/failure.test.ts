import { expect, test } from 'vitest';
import { Failure, TaskError, toFailure } from '#shared/task/failure.ts';

test('an expected problem is told as it was put', () => {
  const cause = new Error('ENOTFOUND');
  const error = new TaskError('checkout_failed', 'I could not clone acme/shop.', {
    whose: 'yours',
    remedy: 'Install the App there.',
    cause,
  });
  expect(error).toMatchObject({ name: 'TaskError', message: 'I could not clone acme/shop.', cause });
  expect(toFailure(error)).toEqual({
    code: 'checkout_failed',
    words: 'I could not clone acme/shop.',
    whose: 'yours',
    remedy: 'Install the App there.',
  });
});

test('anything else is ours, and its words stay with us', () => {
  for (const thrown of [new TypeError('secret-path/x.ts'), 'text', undefined, null, { message: 'secret' }]) {
    const failure = toFailure(thrown);
    expect(failure).toMatchObject({ code: 'internal', whose: 'service' });
    expect(Failure.parse(failure)).toEqual(failure);
    expect(JSON.stringify(failure)).not.toContain('secret');
  }
});
