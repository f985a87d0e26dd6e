import { expect, test } from 'vitest';
import {
  ofChannel,
  ofThread,
  withMessage,
  withoutMessage,
  withPosted,
} from '#deploy/local/slack/page/state/messages.ts';
import type { SeenMessage } from '#deploy/local/slack/person/protocol.ts';
import { said, tsOf } from './said.ts';

const reply = (second: number, more: Partial<SeenMessage> = {}) => said(second, { thread_ts: tsOf(1), ...more });
const listOf = (...messages: SeenMessage[]) => messages.reduce(withPosted, []);

test('messages stand in the order they were posted in, however they came', () => {
  const list = [3, 1, 2].map((second) => said(second)).reduce(withMessage, []);
  expect(list.map(({ ts }) => ts)).toEqual([1, 2, 3].map(tsOf));
});

test('news of a message take its place, and keep what only histories tell of its thread', () => {
  const known = said(1, { reply_count: 2, reply_users: ['U0ANA'], latest_reply: tsOf(9) });
  const [changed, ...others] = withMessage([known], said(1, { text: 'changed' }));
  expect(changed).toEqual({ ...known, text: 'changed' });
  expect(others).toEqual([]);
});

test('a reply counts on its root once, however often it is told', () => {
  const list = listOf(said(1), reply(2), reply(3, { user: 'U0ANA' }), reply(3, { user: 'U0ANA' }), reply(2));
  expect(list[0]).toMatchObject({ reply_count: 2, reply_users: ['U0BEN', 'U0ANA'], latest_reply: tsOf(3) });
  expect(list).toHaveLength(3);
});

test('replies are in their thread and not in the channel, unless they were sent to both', () => {
  const broadcast = reply(3, { subtype: 'thread_broadcast' });
  const list = listOf(said(1, { thread_ts: tsOf(1) }), reply(2), broadcast, said(4));
  expect(ofChannel(list).map(({ ts }) => ts)).toEqual([1, 3, 4].map(tsOf));
  expect(ofThread(list, tsOf(1)).map(({ ts }) => ts)).toEqual([1, 2, 3].map(tsOf));
});

test('a deleted message is gone, and a deleted reply no longer counts', () => {
  const list = listOf(said(1), reply(2), reply(3), said(4));
  expect(withoutMessage(list, said(4))).toHaveLength(3);
  expect(withoutMessage(list, reply(3))[0]).toMatchObject({ reply_count: 1 });
  expect(withoutMessage(list, said(5))).toBe(list);
});

test('the deleted root of a thread leaves a mark in its place', () => {
  const [mark, ...replies] = withoutMessage(listOf(said(1), reply(2)), said(1));
  expect(mark).toMatchObject({ ts: tsOf(1), subtype: 'tombstone', reply_count: 1, user: 'USLACKBOT' });
  expect(replies).toHaveLength(1);
});
