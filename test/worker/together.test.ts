import { expect, test } from 'vitest';
import { together } from '#worker/together.ts';

const untilStopped = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

test('all begin before any is over, and their results keep their order', async () => {
  const begun: string[] = [];
  const { promise: both, resolve } = Promise.withResolvers<void>();
  const act = (name: string) => async () => {
    begun.push(name);
    if (begun.length === 2) resolve();
    await both;
    return name;
  };
  expect(await together<string[]>([act('a'), act('b')])).toEqual(['a', 'b']);
});

test('the first that fails stops the others, and is thrown once they are over', async () => {
  const over: string[] = [];
  const failure = new Error('first');
  const slow = (signal: AbortSignal) => untilStopped(signal).finally(() => over.push('slow'));
  const failing = async () => Promise.reject(failure);
  await expect(together([slow, failing])).rejects.toBe(failure);
  expect(over).toEqual(['slow']);
});

test('what stops all of them is what is thrown', async () => {
  const stop = new AbortController();
  const waiting = together([untilStopped, untilStopped], stop.signal);
  stop.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
});
