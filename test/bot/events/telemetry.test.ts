import { expect, test } from 'vitest';
import { createTelemetryBoard } from '#bot/events/telemetry.ts';
import { STAGES } from '../tasks.ts';

const task = STAGES.implement;
const news = (at: number, about: object = {}) => ({ task: task.id, attempt: 1, at, doing: `at ${at}`, ...about });

function openBoard() {
  const clock = { at: 0 };
  const changed: string[] = [];
  const board = createTelemetryBoard(
    (id) => void changed.push(id),
    () => clock.at,
  );
  return { board, clock, changed };
}

test('the newest news counts, whatever order it comes in', () => {
  const { board } = openBoard();
  for (const at of [2, 3, 1]) board.heard(news(at));
  expect(board.latest(task)).toEqual(news(3));
});

test('news alone asks for a new drawing every three seconds at the most', () => {
  const { board, clock, changed } = openBoard();
  for (const at of [0, 1_000, 2_999, 3_000, 5_000, 6_000]) {
    clock.at = at;
    board.heard(news(at));
  }
  expect(changed).toEqual([task.id, task.id, task.id]);
});

test('news of an earlier attempt is old, and news of an ended one is none', () => {
  const { board } = openBoard();
  board.heard(news(9, { attempt: 2 }));
  board.heard(news(10));
  expect(board.latest(task)).toBeUndefined();
  expect(board.latest(STAGES.retried)).toEqual(news(9, { attempt: 2 }));
  expect(board.latest(STAGES.failed)).toBeUndefined();
  expect(board.latest(STAGES.retried)).toBeUndefined();
});
