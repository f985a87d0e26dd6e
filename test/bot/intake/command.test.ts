import { describe, expect, test } from 'vitest';
import type { Person } from '#deploy/local/slack/person/person.ts';
import { TaskError } from '#shared/task/failure.ts';
import { STAGES } from '../tasks.ts';
import { failingOnce, openDesk, read } from './desk.ts';

/** What a person reads after they typed it. */
async function typed(person: Person, text: string): Promise<string> {
  const outcome = await person.slash('/agent', text, { channel: 'C0GENERAL' });
  return outcome.ok ? read(outcome.ephemeral) : outcome.text;
}

describe('/agent', () => {
  test('with a repository and words is a task, durable before it is answered', async () => {
    const { ana, tasksOf } = await openDesk();
    const answer = await typed(ana, 'shop@release Fix the cart');
    expect(answer).toContain('I have it: Fix the cart (acme/shop@release).');
    const [task, ...others] = await tasksOf('U0ANA');
    expect(others).toEqual([]);
    expect(task).toMatchObject({
      status: 'queued',
      requester: { id: 'U0ANA', name: 'ana' },
      thread: { channel: 'C0GENERAL' },
      request: { repository: 'acme/shop', base: 'release', words: 'Fix the cart' },
    });
  });

  test('that Slack delivers three times is one task', async () => {
    const { ana, slack, tasksOf } = await openDesk();
    slack.faults.set({ kind: 'repeat_deliveries', of: 'all', copies: 2 });
    await typed(ana, 'acme/shop Fix the cart');
    await typed(ana, 'list');
    expect(await tasksOf('U0ANA')).toHaveLength(1);
  });

  test('is taken although Slack has no answer to who we are', async () => {
    const { ana, slack, tasksOf } = await openDesk();
    slack.faults.set({ kind: 'fail_http', method: 'auth.test', status: 500, times: 100 });
    expect(await typed(ana, 'acme/shop Fix the cart')).toContain('I have it');
    expect(await tasksOf('U0ANA')).toHaveLength(1);
    expect(slack.calls.filter(({ method }) => method === 'auth.test')).toEqual([]);
  });

  test.each([
    ['help', 'I change code when you ask me to'],
    ['help', 'You may ask for: acme/shop.'],
    ['acme/shop', 'Say what to change as well.'],
    ['fix the cart', 'I do not know "fix".'],
    ['list', 'You have not asked for anything yet.'],
    ['status t0123456789a', 'I know no task t0123456789a.'],
    ['status <!channel>', 'I know no task <!channel>.'],
  ])('%s is answered: %s', async (text, answer) => {
    const { ana } = await openDesk();
    expect(await typed(ana, text)).toContain(answer);
  });

  test('list and status tell where tasks stand', async () => {
    const { ana, cardOf } = await openDesk();
    const { ts } = await cardOf(STAGES.implement);
    expect(await typed(ana, 'list')).toContain('Fix the rounding of prices');
    const status = await typed(ana, `status ${STAGES.implement.id}`);
    expect(status).toContain('The agent is changing the code.');
    expect(status).toContain(`p${ts.replace('.', '')}`);
  });

  test('check says whether it would start, and starts nothing', async () => {
    const { ana, tasksOf, told } = await openDesk();
    expect(await typed(ana, 'check acme/shop Fix the cart')).toBe('');
    expect(await told()).toContain('This would start: every check passed.');
    await typed(ana, 'check acme/secret Fix the cart');
    const refusal = await ana.waitForEphemeral(({ text }) => text.includes('would not'));
    expect(read(refusal)).toContain('I do not work on acme/secret.');
    expect(await tasksOf('U0ANA')).toEqual([]);
  });

  test('that cannot be written down is not called done, and the person is told what to do', async () => {
    const full = new TaskError('disk_full', 'There is no room left for your task.', {
      whose: 'service',
      remedy: 'Ask again later.',
    });
    const { ana, said } = await openDesk(() => ({ submit: () => Promise.reject(full) }));
    expect(await typed(ana, 'acme/shop Fix the cart')).toContain('/agent failed with the error');
    const words = (await ana.ephemerals()).map(read).join('\n');
    expect(words).toContain('There is no room left for your task.');
    expect(words).toContain('Ask again later.');
    expect(said.filter(({ event }) => event === 'intake.failed')).toEqual([]);
  });

  test('typed where the bot may not speak is answered in the direct messages', async () => {
    const { ana, slack } = await openDesk(() => ({ submit: () => Promise.reject(new Error('a bug')) }));
    slack.faults.set({ kind: 'fail', method: 'chat.postEphemeral', error: 'not_in_channel' });
    await typed(ana, 'acme/shop Fix the cart');
    expect(read(await ana.waitForMessage('D0ANA'))).toContain('Something broke inside Bellhop');
  });

  test('that meets a bug of ours says that it is one, and the log holds all of it', async () => {
    const bug = new RangeError('nobody thought of this');
    const { ana, said } = await openDesk(() => ({ submit: () => Promise.reject(bug) }));
    await typed(ana, 'acme/shop Fix the cart');
    const words = (await ana.ephemerals()).map(read).join('\n');
    expect(words).toContain('Something broke inside Bellhop that nobody planned for.');
    expect(words).not.toContain('nobody thought of this');
    expect(said).toContainEqual({ event: 'intake.failed', fields: expect.objectContaining({ error: bug }) });
  });
});

describe('the form', () => {
  test('opens for /agent alone, and becomes a task where it was asked for', async () => {
    const { ana, tasksOf } = await openDesk();
    expect(await typed(ana, '')).toBe('');
    const form = await ana.waitForModal();
    const outcome = await ana.submit(form, { words: 'Fix the cart', criteria: 'It adds up', base: 'main' });
    expect(outcome).toMatchObject({ closed: true });
    expect(await tasksOf('U0ANA')).toMatchObject([
      {
        thread: { channel: 'C0GENERAL' },
        request: { repository: 'acme/shop', words: 'Fix the cart', criteria: 'It adds up', base: 'main' },
      },
    ]);
  });

  test('stays open with what is wrong said at the field', async () => {
    const { ana, tasksOf } = await openDesk();
    await typed(ana, '');
    const outcome = await ana.submit(await ana.waitForModal(), { words: 'Fix it', base: 'a..b' });
    expect(outcome).toMatchObject({ closed: false, errors: { base: 'No branch can have this name.' } });
    expect(await tasksOf('U0ANA')).toEqual([]);
  });

  test('that could not be written down stays open, is told of, and makes one task when it is sent again', async () => {
    const { ana, tasksOf } = await openDesk(({ submit }) => ({ submit: failingOnce(submit) }));
    await typed(ana, '');
    const form = await ana.waitForModal();
    expect(await ana.submit(form, { words: 'Fix the cart' })).toMatchObject({ closed: false, failure: {} });
    expect(read(await ana.waitForMessage('D0ANA'))).toContain('Something broke inside Bellhop');
    expect(await ana.submit(form, { words: 'Fix the cart' })).toMatchObject({ closed: true });
    expect(await tasksOf('U0ANA')).toHaveLength(1);
  });
});
