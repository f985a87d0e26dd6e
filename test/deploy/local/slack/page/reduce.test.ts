import { expect, test } from 'vitest';
import { initialModel, type Model } from '#deploy/local/slack/page/state/model.ts';
import { type Action, reduce, type Snapshot } from '#deploy/local/slack/page/state/reduce.ts';
import type { SeenMessage, SeenView } from '#deploy/local/slack/person/protocol.ts';
import { said, tsOf } from './said.ts';

const START = initialModel({ person: 'U0ANA', place: 'C0GENERAL' });
const after = (actions: readonly Action[], model: Model = START) => actions.reduce(reduce, model);
const posted = (message: SeenMessage): Action => ({ type: 'seen', seen: { type: 'message.posted', message } });
const loaded = (...messages: SeenMessage[]): Action => ({ type: 'loaded', channel: 'C0GENERAL', messages });
const shown = ({ conversations }: Model) => conversations.C0GENERAL?.messages.map(({ text }) => text);

const view = (id: string): SeenView => ({
  id,
  type: 'modal',
  callback_id: '',
  title: null,
  submit: null,
  close: null,
  blocks: [],
  hash: '',
  previous_view_id: null,
});
const SNAPSHOT: Snapshot = {
  workspace: { team: 'Here', bot: { id: 'U0BOT', name: 'bot' }, people: [], channels: [] },
  ephemerals: [],
  modals: [],
  home: null,
};

test('what is said elsewhere counts as new once, until somebody looks', () => {
  const elsewhere = posted(said(1, { channel: 'C0BUILDS' }));
  const model = after([elsewhere, elsewhere, posted(said(2)), posted(said(3, { channel: 'C0BUILDS', user: 'U0ANA' }))]);
  expect(model.unread).toEqual({ C0BUILDS: 1 });
  expect(after([{ type: 'moved', route: { person: 'U0ANA', place: 'C0BUILDS' } }], model).unread).toEqual({});
});

test('a reply is not new in the channel', () => {
  expect(after([posted(said(2, { channel: 'C0BUILDS', thread_ts: tsOf(1) }))]).unread).toEqual({});
});

test('after a reconnection what was deleted meanwhile is gone, but not before it was fetched again', () => {
  const before = after([loaded(said(1, { text: 'stays' }), said(2, { text: 'goes' }))]);
  const refreshed = after([{ type: 'refreshed', snapshot: SNAPSHOT }], before);
  expect(shown(refreshed)).toEqual(['stays', 'goes']);
  expect(refreshed.conversations.C0GENERAL?.isLoaded).toBe(false);
  expect(shown(after([loaded(said(1, { text: 'stays' }))], refreshed))).toEqual(['stays']);
});

test('a fetched thread takes the place of what was known of it, and of nothing else', () => {
  const known = [
    said(1, { text: 'root' }),
    said(2, { text: 'deleted', thread_ts: tsOf(1) }),
    said(3, { text: 'other' }),
  ];
  const model = after([
    ...known.map(posted),
    {
      type: 'thread.loaded',
      channel: 'C0GENERAL',
      root: tsOf(1),
      messages: [said(1, { text: 'root' }), said(4, { text: 'reply', thread_ts: tsOf(1) })],
    },
  ]);
  expect(shown(model)).toEqual(['root', 'other', 'reply']);
});

test('modals stack, change in their place, and go with what lies on them', () => {
  const opened = after([
    { type: 'seen', seen: { type: 'modal.opened', view: view('V1') } },
    { type: 'seen', seen: { type: 'modal.opened', view: view('V2') } },
    { type: 'seen', seen: { type: 'modal.updated', view: { ...view('V1'), hash: 'new' } } },
  ]);
  expect(opened.modals.map(({ id, hash }) => [id, hash])).toEqual([
    ['V1', 'new'],
    ['V2', ''],
  ]);
  expect(after([{ type: 'seen', seen: { type: 'modal.closed', view: view('V2') } }], opened).modals).toHaveLength(1);
});

test('whoever takes the seat sees nothing of the one before, but the playground still offers the same', () => {
  const offered = { repositories: ['a/b'], suggestions: [], acts: [], links: [] };
  const ana = after([
    loaded(said(1)),
    { type: 'offered', offered },
    { type: 'drafted', place: 'C0GENERAL', text: 'half a sent' },
    { type: 'seen', seen: { type: 'home.published', view: view('V1') } },
  ]);
  const ben = after([{ type: 'moved', route: { person: 'U0BEN', place: 'C0GENERAL' } }], ana);
  expect(ben).toEqual({ ...initialModel({ person: 'U0BEN', place: 'C0GENERAL' }), offered });
});

test('notices come with numbers of their own and are closed by them', () => {
  const told = (words: string): Action => ({ type: 'told', notice: { kind: 'problem', words } });
  const model = after([told('one'), told('two'), { type: 'notice.closed', id: 1 }, told('three')]);
  expect(model.notices.map(({ id, words }) => [id, words])).toEqual([
    [2, 'two'],
    [3, 'three'],
  ]);
});
