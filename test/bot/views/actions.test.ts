import { expect, test } from 'vitest';
import { ACTIONS, actionId, actionPattern, readTarget, targetValue } from '#bot/views/actions.ts';
import { taskIdOf } from '#shared/task/task.ts';

test('what a button carries is read back', () => {
  const target = { task: taskIdOf('a key'), attempt: 12 };
  expect(readTarget(targetValue(target))).toEqual(target);
});

test.each([undefined, '', 't8fa3aab2faa', 't8fa3aab2faa/0', 't8fa3aab2faa/1 ', 'x8fa3aab2faa/1', 't8fa3aab2faa/1e3'])(
  'a value that is none of ours is not read: %j',
  (value) => {
    expect(readTarget(value)).toBeUndefined();
  },
);

test('a pattern hears its own kind of button and no other', () => {
  for (const action of ACTIONS) {
    const heard = ACTIONS.filter((other) => actionPattern(action).test(actionId(other, 't8fa3aab2faa')));
    expect(heard).toEqual([action]);
  }
});
