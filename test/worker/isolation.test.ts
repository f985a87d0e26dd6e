import { expect, test } from 'vitest';
import { isolationOf, userFor } from '#worker/isolation.ts';

const needs = (mayRunUnsandboxed: boolean) => ({
  assignment: { task: 't0123456789a', attempt: 1, egress: [], mayRunUnsandboxed },
  gitDirectory: '/nonexistent',
  environment: { PATH: '/usr/bin' },
});

test('without a sandbox nothing runs that was not allowed to', () => {
  expect(() => isolationOf({ works: false, why: 'bwrap is missing.' }, needs(false))).toThrow(
    expect.objectContaining({ code: 'no_sandbox', message: expect.stringContaining('bwrap is missing.') }),
  );
  expect(isolationOf({ works: false, why: 'bwrap is missing.' }, needs(true)).kind).toBe('none');
});

test('where there is a sandbox it is used, whatever would be allowed', () => {
  expect(isolationOf({ works: true }, needs(true)).kind).toBe('bubblewrap');
});

test('each attempt has a user of its own, the same every time, that is nobody else’s', () => {
  const users = Array.from({ length: 200 }, (_, index) => userFor({ task: 't0123456789a', attempt: index + 1 }));
  expect(new Set(users).size).toBeGreaterThan(180);
  expect(users.every((user) => user >= 61_184 && user < 65_184)).toBe(true);
  expect(userFor({ task: 't0123456789a', attempt: 1 })).toBe(users[0]);
});
