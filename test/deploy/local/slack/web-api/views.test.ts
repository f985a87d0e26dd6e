import { expect, test } from 'vitest';
import { acking, openSocketApp } from '../socket-app.ts';
import { clientOf, errorOf, openSlack } from '../start.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const modal = (title: string, more: object = {}) => ({
  type: 'modal' as const,
  title: plain(title),
  blocks: [],
  ...more,
});

test('a trigger opens one modal, once, within three seconds', async () => {
  let now = 1_700_000_000_000;
  const slack = await openSlack({ now: () => now });
  const app = await openSocketApp(slack, acking);
  const client = clientOf(slack);
  const ana = slack.person('U0ANA');
  const trigger = async () => {
    await ana.slash('/agent');
    return String(app.envelopes.at(-1)?.payload.trigger_id);
  };
  const first = await trigger();
  await client.views.open({ trigger_id: first, view: modal('One') });
  expect(await ana.modals()).toMatchObject([{ title: { text: 'One' } }]);
  expect(await errorOf(client.views.open({ trigger_id: first, view: modal('Two') }))).toBe('exchanged_trigger_id');
  const late = await trigger();
  now += 3_001;
  expect(await errorOf(client.views.open({ trigger_id: late, view: modal('Late') }))).toBe('expired_trigger_id');
  const inTime = await trigger();
  now += 3_000;
  expect(await errorOf(client.views.open({ trigger_id: inTime, view: modal('In time') }))).toBe('no error');
  expect(await errorOf(client.views.open({ trigger_id: '1.2.abc', view: modal('Bogus') }))).toBe('invalid_trigger_id');
});

test('a malformed view is refused and leaves the trigger good', async () => {
  const slack = await openSlack();
  const app = await openSocketApp(slack, acking);
  const client = clientOf(slack);
  await slack.person('U0ANA').slash('/agent');
  const trigger_id = String(app.envelopes[0]?.payload.trigger_id);
  expect(await errorOf(client.views.open({ trigger_id, view: modal('x'.repeat(25)) }))).toBe('invalid_arguments');
  expect(await errorOf(client.views.open({ trigger_id, view: modal('Fine') }))).toBe('no error');
});

test('views are pushed up to three deep, and each closes onto the one below', async () => {
  const slack = await openSlack();
  const app = await openSocketApp(slack, acking);
  const client = clientOf(slack);
  const ana = slack.person('U0ANA');
  const trigger = async () => {
    await ana.slash('/agent');
    return String(app.envelopes.at(-1)?.payload.trigger_id);
  };
  await client.views.open({ trigger_id: await trigger(), view: modal('One') });
  await client.views.push({ trigger_id: await trigger(), view: modal('Two') });
  const { view } = await client.views.push({
    trigger_id: await trigger(),
    view: modal('Three', { notify_on_close: true }),
  });
  expect(view?.previous_view_id).toBe((await ana.modals())[1]?.id);
  expect(await errorOf(client.views.push({ trigger_id: await trigger(), view: modal('Four') }))).toBe(
    'push_limit_reached',
  );
  await ana.close(await ana.waitForModal());
  expect(app.envelopes.at(-1)?.payload).toMatchObject({
    type: 'view_closed',
    is_cleared: false,
    view: { id: view?.id },
  });
  expect((await ana.modals()).map(({ title }) => title?.text)).toEqual(['One', 'Two']);
});

test('a view is updated by id, by external id and only from the version it was drawn from', async () => {
  const slack = await openSlack();
  const app = await openSocketApp(slack, acking);
  const client = clientOf(slack);
  const ana = slack.person('U0ANA');
  await ana.slash('/agent');
  const opened = await client.views.open({
    trigger_id: String(app.envelopes[0]?.payload.trigger_id),
    view: modal('One', { external_id: 'mine' }),
  });
  const view_id = String(opened.view?.id);
  const updated = await client.views.update({
    view_id,
    hash: String(opened.view?.hash),
    view: modal('Two', { external_id: 'mine' }),
  });
  expect(updated.view).toMatchObject({ id: view_id, title: { text: 'Two' } });
  expect(await errorOf(client.views.update({ view_id, hash: String(opened.view?.hash), view: modal('Three') }))).toBe(
    'hash_conflict',
  );
  expect((await client.views.update({ external_id: 'mine', view: modal('Four', { external_id: 'mine' }) })).ok).toBe(
    true,
  );
  expect((await ana.waitForModal()).title?.text).toBe('Four');
  expect(await errorOf(client.views.update({ view_id: 'V404', view: modal('x') }))).toBe('not_found');
  await ana.slash('/agent');
  const trigger_id = String(app.envelopes.at(-1)?.payload.trigger_id);
  expect(await errorOf(client.views.open({ trigger_id, view: modal('x', { external_id: 'mine' }) }))).toBe(
    'duplicate_external_id',
  );
});

test('a Home tab is published to a person and to nobody else', async () => {
  const slack = await openSlack();
  const client = clientOf(slack);
  const view = { type: 'home' as const, blocks: [{ type: 'header', text: plain('Yours') }] };
  const first = await client.views.publish({ user_id: 'U0ANA', view });
  const second = await client.views.publish({ user_id: 'U0ANA', view, hash: String(first.view?.hash) });
  expect(second.view?.id).toBe(first.view?.id);
  expect(await errorOf(client.views.publish({ user_id: 'U0ANA', view, hash: String(first.view?.hash) }))).toBe(
    'hash_conflict',
  );
  expect(await slack.person('U0ANA').home()).toMatchObject({ blocks: [{ type: 'header' }] });
  expect(await slack.person('U0BEN').home()).toBeNull();
  expect(await errorOf(client.views.publish({ user_id: 'U404', view }))).toBe('invalid_arguments');
});

test('ids left out are filled in, and the app gets to know them', async () => {
  const slack = await openSlack();
  const client = clientOf(slack);
  const blocks = [{ type: 'actions', elements: [{ type: 'button', text: plain('Go') }] }];
  const { view } = await client.views.publish({ user_id: 'U0ANA', view: { type: 'home', blocks } });
  expect(view?.blocks).toEqual([
    {
      type: 'actions',
      block_id: expect.any(String),
      elements: [{ ...blocks[0]?.elements[0], action_id: expect.any(String) }],
    },
  ]);
});
