import { expect, test } from 'vitest';
import { openSlack } from '../start.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const button = (action_id: string, more: object = {}) => ({
  type: 'button' as const,
  text: plain('Go'),
  action_id,
  ...more,
});
const _actions = (...elements: ReturnType<typeof button>[]) => [{ type: 'actions' as const, elements }];

test('people see only the channels they are in', async () => {
  const slack = await openSlack({ channels: [{ id: 'C0A', name: 'a', members: ['U0ANA'] }] });
  await slack.person('U0ANA').post('a', 'hi');
  await expect(slack.person('U0BEN').messages('a')).rejects.toMatchObject({ code: 'not_in_channel' });
  expect((await slack.person('U0BEN').workspace()).channels.map(({ name }) => name)).toEqual(['directmessage']);
});

test('people change only what is theirs', async () => {
  const slack = await openSlack();
  const message = await slack.person('U0ANA').post('general', 'mine');
  await expect(slack.person('U0BEN').edit(message, 'stolen')).rejects.toMatchObject({ code: 'not_yours' });
  await expect(slack.person('U0BEN').remove(message)).rejects.toMatchObject({ code: 'not_yours' });
});

test('waiting ends with the first that fits, or with words about what never came', async () => {
  const slack = await openSlack();
  const [ana, ben] = [slack.person('U0ANA'), slack.person('U0BEN')];
  const waiting = ana.waitForMessage('general', ({ text }) => text === 'two');
  await ben.post('general', 'one');
  await ben.post('general', 'two');
  expect((await waiting).text).toBe('two');
  await expect(ana.waitForModal(undefined, 50)).rejects.toMatchObject({
    code: 'never_came',
    message: expect.stringContaining('modal'),
  });
});

test('nobody can be somebody who is not there', async () => {
  const slack = await openSlack();
  expect(() => slack.person('U404')).toThrow('Nobody with the id "U404" is in this Slack.');
});
