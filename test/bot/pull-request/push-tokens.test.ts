import { expect, test } from 'vitest';
import { createPushTokens } from '#bot/pull-request/push-tokens.ts';
import { born } from '../tasks.ts';

const task = born();
const other = born({}, 'another');
const token = (name: string) => ({ token: name, expiresAt: '2027-01-01T00:00:00Z' });

test('every push token of a task dies with its attempt, each once, and no other’s', async () => {
  const revoked: string[] = [];
  const tokens = createPushTokens({ revoke: async (gone) => void revoked.push(gone) });
  tokens.granted(task, token('one'));
  tokens.granted(task, token('two'));
  tokens.granted(other, token('three'));
  await tokens.revoke(task.id);
  await tokens.revoke(task.id);
  expect(revoked).toEqual(['one', 'two']);
});

test('one that could not be revoked is tried again', async () => {
  const revoked: string[] = [];
  const problems = [new Error('GitHub is away')];
  const tokens = createPushTokens({
    revoke: async (gone) => {
      const problem = problems.pop();
      if (problem) throw problem;
      revoked.push(gone);
    },
  });
  tokens.granted(task, token('one'));
  tokens.granted(task, token('two'));
  await expect(tokens.revoke(task.id)).rejects.toThrow('away');
  await tokens.revoke(task.id);
  expect(revoked).toEqual(['one', 'two']);
});

test('one that is granted while others are revoked dies with them', async () => {
  const revoked: string[] = [];
  const tokens = createPushTokens({
    revoke: async (gone) => {
      if (gone === 'one') tokens.granted(task, token('late'));
      revoked.push(gone);
    },
  });
  tokens.granted(task, token('one'));
  await tokens.revoke(task.id);
  expect(revoked).toEqual(['one', 'late']);
});
