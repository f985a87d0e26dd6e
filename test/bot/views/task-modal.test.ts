import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readMetadata, writeMetadata } from '#bot/views/modal-metadata.ts';
import { readTaskModal, taskModal } from '#bot/views/task-modal.ts';
import { checkView } from '#deploy/local/slack/validate/view.ts';
import { hostileText } from './hostile.ts';
import { objectsIn, read } from './shown.ts';

const metadata = { channel: 'C0GENERAL' };
const modal = (repositories: readonly string[], defaults = {}) => taskModal({ repositories, defaults, metadata });
const inputOf = (view: unknown, type: string) => objectsIn(view).find((object) => object.type === type);

interface Fields {
  readonly repository?: string;
  readonly words?: string;
  readonly criteria?: string;
  readonly base?: string;
}
/** What Slack hands back for a form filled in like this. */
const filled = (fields: Fields) => ({
  repository: {
    repository: { selected_option: fields.repository === undefined ? null : { value: fields.repository } },
  },
  words: { words: { value: fields.words ?? null } },
  criteria: { criteria: { value: fields.criteria ?? null } },
  base: { base: { value: fields.base ?? null } },
});
const GOOD = { repository: 'acme/shop', words: 'Fix it' };

describe('the form', () => {
  test('asks for repository, words, criteria and base branch', () => {
    const view = modal(['acme/shop', 'acme/api']);
    expect(checkView(view, 'modal')).toMatchObject({ ok: true });
    expect(view.blocks.map(({ block_id }) => block_id)).toEqual(['repository', 'words', 'criteria', 'base']);
    expect(objectsIn(view.blocks).filter(({ type }) => type === 'input')).toMatchObject([
      {},
      { optional: false, element: { multiline: true, max_length: 3_000 } },
      { optional: true, element: { multiline: true, max_length: 3_000 } },
      { optional: true, element: { multiline: false } },
    ]);
  });

  test('has the one repository there is chosen already', () => {
    expect(inputOf(modal(['acme/shop']), 'static_select')).toMatchObject({ initial_option: { value: 'acme/shop' } });
  });

  test('shows what was typed already, as much of it as fits', () => {
    const view = modal(['acme/shop', 'acme/api'], { repository: 'acme/api', words: 'x'.repeat(10_000) });
    expect(inputOf(view, 'static_select')).toMatchObject({ initial_option: { value: 'acme/api' } });
    expect(inputOf(view, 'plain_text_input')).toMatchObject({ initial_value: `${'x'.repeat(2_999)}…` });
    expect(checkView(view, 'modal')).toMatchObject({ ok: true });
  });

  test('lists a hundred of many repositories, among them the wanted one, and says so', () => {
    const view = modal(
      Array.from({ length: 240 }, (_, index) => `acme/${'long-'.repeat(18)}${index}`),
      { repository: `acme/${'long-'.repeat(18)}239` },
    );
    expect(inputOf(view, 'static_select')).toMatchObject({
      options: { length: 100 },
      initial_option: { value: `acme/${'long-'.repeat(18)}239` },
    });
    expect(read(view.blocks)).toContain('100 of 240 are shown.');
    expect(checkView(view, 'modal')).toMatchObject({ ok: true });
  });

  test('says whom to ask when there is no repository to choose', () => {
    const view = modal([]);
    expect(read(view.blocks)).toContain('You may not ask for any repository yet.');
    expect(view.submit).toBeUndefined();
    expect(checkView(view, 'modal')).toMatchObject({ ok: true });
  });

  test('is one Slack takes whatever was typed before', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const view = modal(['acme/shop'], { repository: text, words: text, criteria: text, base: text });
        expect(checkView(view, 'modal')).toMatchObject({ ok: true });
      }),
    );
  });
});

describe('a submitted form', () => {
  test('is read to a request', () => {
    expect(readTaskModal(filled({ ...GOOD, words: ' Fix it\r\n', criteria: 'It works', base: 'release/1.2' }))).toEqual(
      {
        ok: true,
        request: { repository: 'acme/shop', words: 'Fix it', criteria: 'It works', base: 'release/1.2' },
      },
    );
  });

  test('leaves out what was left empty', () => {
    expect(readTaskModal(filled({ ...GOOD, criteria: '  ', base: '' }))).toEqual({ ok: true, request: GOOD });
  });

  test.each<readonly [string, Fields, object]>([
    ['nothing', {}, { repository: 'Choose a repository.', words: 'Say in a sentence or two what should change.' }],
    ['no words but invisible ones', { ...GOOD, words: '\u200b\u202e \n' }, { words: expect.any(String) }],
    ['a repository that is none', { ...GOOD, repository: '../etc' }, { repository: 'Choose a repository.' }],
    ...['two words', '-x', 'a..b', 'a~1', 'x.lock', 'x/', '/x', '.x', 'a/.b', 'a@{1}', 'a\\b'].map(
      (base) => [`the branch ${base}`, { ...GOOD, base }, { base: 'No branch can have this name.' }] as const,
    ),
  ])('with %s is answered at the field', (_, fields, errors) => {
    expect(readTaskModal(filled(fields))).toEqual({ ok: false, errors });
  });

  test('without any field is answered at the fields too', () => {
    expect(readTaskModal({})).toMatchObject({ ok: false, errors: { repository: expect.any(String) } });
  });
});

describe('what the form carries along', () => {
  test('is read back', () => {
    expect(readMetadata(writeMetadata(metadata))).toEqual({ ok: true, metadata });
  });

  test('is refused when it is not ours', () => {
    for (const text of ['', 'x', '{}', '[]', 'null', '{"channel":"<!channel>"}', '{"channel":1}']) {
      expect(readMetadata(text)).toEqual({ ok: false });
    }
    fc.assert(fc.property(fc.string(), (text) => void expect(readMetadata(text)).toEqual({ ok: false })));
  });
});
