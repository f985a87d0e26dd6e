import { describe, expect, test } from 'vitest';
import { createSubmit, type Submission } from '#bot/intake/submit.ts';
import { redactor } from '#shared/text/redact.ts';
import { openGround, openLog, policyOf } from '../ground.ts';
import { ANA } from '../tasks.ts';

const policy = policyOf({ repositories: { 'acme/shop': {}, 'acme/api': {}, 'beta/api': {} } });
const SUBMISSION: Submission = {
  key: 'command T1 1.2.3',
  asked: { repository: 'acme/shop', words: 'Fix the cart' },
  requester: ANA,
  thread: { team: 'T1', channel: 'C1' },
};

function openSubmit() {
  const ground = openGround();
  const submit = createSubmit({ ...ground, policy, redact: redactor(['a secret of ours']) });
  const delivered = async () => {
    const work: string[] = [];
    const stop = ground.queue.serve(async ({ task, attempt }) => void work.push(`${task} ${attempt}`));
    await new Promise((resolve) => setTimeout(resolve, 100));
    await stop();
    return work;
  };
  return { ...ground, submit, delivered };
}

describe('a task is born', () => {
  test('durable and in the queue once it is told of', async () => {
    const { submit, store, delivered } = openSubmit();
    const task = await submit(SUBMISSION);
    expect((await store.read(task.id))?.task).toEqual(task);
    expect(task).toMatchObject({ status: 'queued', attempt: 1, requester: ANA, thread: SUBMISSION.thread });
    expect(await delivered()).toEqual([`${task.id} 1`]);
  });

  test('once, however often the same thing is delivered, one after another or at once', async () => {
    const { submit, store, delivered } = openSubmit();
    const first = await submit(SUBMISSION);
    const again = await Promise.all(
      Array.from({ length: 10 }, () => submit({ ...SUBMISSION, asked: { repository: 'x/y', words: 'Other' } })),
    );
    expect(new Set(again.map(({ id }) => id))).toEqual(new Set([first.id]));
    expect(await store.askedBy(ANA.id, 10)).toEqual([first]);
    expect(await delivered()).toEqual([`${first.id} 1`]);
  });

  test('and another for another thing that was done', async () => {
    const { submit } = openSubmit();
    const [one, other] = [await submit(SUBMISSION), await submit({ ...SUBMISSION, key: 'command T1 1.2.4' })];
    expect(one.id).not.toBe(other.id);
  });

  test('into the queue again when the process died between record and queue', async () => {
    const { submit, store, now, delivered } = openSubmit();
    const dying = createSubmit({
      store,
      now,
      policy,
      redact: (text) => text,
      queue: { enqueue: () => new Promise(() => {}) },
      log: openLog().log,
    });
    await dying(SUBMISSION);
    const task = await submit(SUBMISSION);
    expect(await delivered()).toEqual([`${task.id} 1`]);
  });
});

describe('what was asked', () => {
  test.each([
    ['acme/shop', 'acme/shop', 'named in the request'],
    ['Acme/SHOP', 'acme/shop', 'named in the request'],
    ['shop', 'acme/shop', 'the only repository called shop'],
    ['api', 'api', 'named in the request'],
    ['other/one', 'other/one', 'named in the request'],
    [`x/${'y'.repeat(300)}`, `x/${'y'.repeat(198)}`, 'named in the request'],
  ])('for %s is kept as %s', async (word, repository, repositoryReason) => {
    const { submit } = openSubmit();
    const { request } = await submit({ ...SUBMISSION, asked: { repository: word, words: 'Fix it' } });
    expect(request).toMatchObject({ repository, repositoryReason });
  });

  test('is made harmless before it is stored', async () => {
    const { submit } = openSubmit();
    const words = ' Fix\u202e a secret of ours \u001b[31mnow\u0000 ';
    const asked = { repository: 'acme/shop', words, criteria: `ghp_${'a'.repeat(36)}\u200b`, base: 'ma\u0007in' };
    expect((await submit({ ...SUBMISSION, asked })).request).toMatchObject({
      words: 'Fix [secret hidden] now',
      criteria: '[secret hidden]',
      base: 'main',
    });
  });
});
