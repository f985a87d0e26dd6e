import { expect, test } from 'vitest';
import { acking, openSocketApp } from '../socket-app.ts';
import { clientOf, openHastySlack, openSlack } from '../start.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const button = (action_id: string, more: object = {}) => ({
  type: 'button' as const,
  text: plain('Go'),
  action_id,
  ...more,
});
const _actions = (...elements: ReturnType<typeof button>[]) => [{ type: 'actions' as const, elements }];

test('a form with an empty required field, or with too much in one, never leaves the client', async () => {
  const slack = await openSlack();
  const app = await openSocketApp(slack, acking);
  const ana = slack.person('U0ANA');
  await ana.slash('/agent');
  const input = (block_id: string, element: object, optional = false) => ({
    type: 'input',
    block_id,
    label: plain(block_id),
    optional,
    element,
  });
  await clientOf(slack).views.open({
    trigger_id: String(app.envelopes[0]?.payload.trigger_id),
    view: {
      type: 'modal',
      title: plain('Form'),
      submit: plain('Go'),
      blocks: [
        input('what', { type: 'plain_text_input', min_length: 3, max_length: 10 }),
        input('branch', { type: 'plain_text_input', initial_value: 'main' }),
        input('note', { type: 'plain_text_input' }, true),
        input(
          'kinds',
          {
            type: 'checkboxes',
            options: [
              { text: plain('A'), value: 'a' },
              { text: plain('B'), value: 'b' },
            ],
          },
          true,
        ),
      ],
    },
  });
  const modal = await ana.waitForModal();
  expect(await ana.submit(modal)).toEqual({ closed: false, errors: { what: 'Please complete this required field.' } });
  expect((await ana.submit(modal, { what: 'ab' })).errors).toEqual({ what: 'This must be at least 3 characters.' });
  expect((await ana.submit(modal, { what: 'x'.repeat(11) })).errors).toEqual({
    what: 'This must be at most 10 characters.',
  });
  expect(app.envelopes).toHaveLength(1);
  await expect(ana.submit(modal, { whatever: 'x' })).rejects.toMatchObject({ code: 'no_such_input' });
  await expect(ana.submit(modal, { what: 'fine', kinds: ['c'] })).rejects.toMatchObject({ code: 'no_such_option' });
  expect(await ana.submit(modal, { what: 'fine', kinds: ['b'] })).toEqual({ closed: true });
  const { values } = app.envelopes[1]?.payload.view.state ?? {};
  expect(
    Object.fromEntries(Object.entries(values).map(([block, held]) => [block, Object.values(held as object)[0]])),
  ).toEqual({
    what: { type: 'plain_text_input', value: 'fine' },
    branch: { type: 'plain_text_input', value: 'main' },
    note: { type: 'plain_text_input', value: null },
    kinds: { type: 'checkboxes', selected_options: [{ text: plain('B'), value: 'b' }] },
  });
});

test.each([
  ['update', { response_action: 'update', view: { type: 'modal', title: plain('Next'), blocks: [] } }, ['Next']],
  ['push', { response_action: 'push', view: { type: 'modal', title: plain('Next'), blocks: [] } }, ['One', 'Next']],
  ['clear', { response_action: 'clear' }, []],
  ['nothing', {}, []],
])('a submission answered with %s does that', async (_name, answer, titles) => {
  const slack = await openSlack();
  const ana = await withModal(slack, answer);
  const outcome = await ana.submit(await ana.waitForModal());
  expect(outcome.closed).toBe(titles.length === 0);
  expect((await ana.modals()).map(({ title }) => title?.text)).toEqual(titles);
});

test.each([
  ['an unknown action', { response_action: 'explode' }, 'invalid_response_action'],
  ['errors at inputs that are not there', { response_action: 'errors', errors: { nowhere: 'x' } }, 'invalid_errors'],
  ['a malformed view', { response_action: 'update', view: { type: 'modal' } }, 'invalid_arguments'],
])('a submission answered with %s leaves the modal open and shows trouble', async (_name, answer, error) => {
  const slack = await openSlack();
  const ana = await withModal(slack, answer);
  expect(await ana.submit(await ana.waitForModal())).toMatchObject({ closed: false, failure: { error } });
  expect(await ana.modals()).toHaveLength(1);
});

test('a submission nobody acknowledges leaves the modal open', async () => {
  const slack = await openHastySlack();
  const ana = await withModal(slack, undefined);
  expect(await ana.submit(await ana.waitForModal())).toMatchObject({
    closed: false,
    failure: { error: 'operation_timeout' },
  });
});

test('what was typed survives an update of the modal', async () => {
  const slack = await openSlack();
  const app = await openSocketApp(slack, acking);
  const ana = slack.person('U0ANA');
  const view = (title: string) => ({
    type: 'modal' as const,
    title: plain(title),
    submit: plain('Go'),
    blocks: [
      {
        type: 'input',
        block_id: 'what',
        label: plain('What'),
        element: { type: 'plain_text_input', action_id: 'words' },
      },
    ],
  });
  await ana.slash('/agent');
  const opened = await clientOf(slack).views.open({
    trigger_id: String(app.envelopes[0]?.payload.trigger_id),
    view: view('One'),
  });
  await ana.clicks({ id: String(opened.view?.id) }, 'words', { value: 'typed' });
  expect(app.envelopes).toHaveLength(1);
  await clientOf(slack).views.update({ view_id: String(opened.view?.id), view: view('Two') });
  await ana.submit(await ana.waitForModal(({ title }) => title?.text === 'Two'));
  expect(app.envelopes[1]?.payload.view.state.values.what.words.value).toBe('typed');
});

/** Ana with a modal open, and an app that answers its submission like that, or not at all. */

async function withModal(slack: Awaited<ReturnType<typeof openSlack>>, answer: object | undefined) {
  const app = await openSocketApp(slack, (envelope, self) => {
    if (envelope.payload.type !== 'view_submission') self.ack(envelope);
    else if (answer !== undefined) self.ack(envelope, answer);
  });
  const ana = slack.person('U0ANA');
  await ana.slash('/agent');
  const view = { type: 'modal' as const, title: plain('One'), blocks: [] };
  await clientOf(slack).views.open({ trigger_id: String(app.envelopes[0]?.payload.trigger_id), view });
  return ana;
}
