import { expect, test } from 'vitest';
import { afterPick, matching } from '#deploy/local/slack/page/fields/choice.ts';
import { beside } from '#deploy/local/slack/page/fields/float.ts';
import { initialEntry } from '#deploy/local/slack/page/fields/initial-entry.ts';
import { readMoment, writeMoment } from '#deploy/local/slack/page/fields/moment.ts';

const red = { text: { type: 'plain_text', text: 'Red' }, value: 'r' } as const;
const nameless = { text: { type: 'plain_text', text: 'Blue' } } as const;

test('fields begin with what the app put there', () => {
  expect(initialEntry({ type: 'plain_text_input', initial_value: 'so' })).toBe('so');
  expect(initialEntry({ type: 'plain_text_input' })).toBe('');
  expect(initialEntry({ type: 'static_select', initial_option: red })).toBe('r');
  expect(initialEntry({ type: 'static_select' })).toBeNull();
  expect(initialEntry({ type: 'checkboxes', options: [red, nameless], initial_options: [red, nameless] })).toEqual([
    'r',
    'Blue',
  ]);
  expect(initialEntry({ type: 'multi_users_select', initial_users: ['U0ANA'] })).toEqual(['U0ANA']);
  expect(initialEntry({ type: 'datetimepicker', initial_date_time: 1_700_000_000 })).toBe('1700000000');
  const words = { type: 'rich_text_section' as const, elements: [{ type: 'text' as const, text: 'rich' }] };
  expect(initialEntry({ type: 'rich_text_input', initial_value: { type: 'rich_text', elements: [words] } })).toBe(
    'rich',
  );
});

test('a menu finds what has every word of the query, and drops groups that are left empty', () => {
  const groups = [
    { label: 'Warm', choices: [{ value: 'r', words: 'Dark red', description: 'like wine' }] },
    { label: 'Cold', choices: [{ value: 'b', words: 'Dark blue' }] },
  ];
  expect(matching(groups, 'WINE dark').map(({ label }) => label)).toEqual(['Warm']);
  expect(matching(groups, ' ')).toEqual(groups);
  expect(matching(groups, 'green')).toEqual([]);
});

test('one more pick replaces the one before, or joins the others, up to the most there may be', () => {
  expect(afterPick(['a'], 'b', false)).toEqual(['b']);
  expect(afterPick(['a'], 'b', true)).toEqual(['a', 'b']);
  expect(afterPick(['a', 'b'], 'a', true)).toEqual(['b']);
  expect(afterPick(['a', 'b'], 'c', true, 2)).toEqual(['a', 'b']);
});

test('a moment goes to the browser’s picker and comes back', () => {
  expect(readMoment(writeMoment('1700000040'))).toBe('1700000040');
  expect(writeMoment('')).toBe('');
  expect(readMoment('nonsense')).toBeNull();
});

test('a list floats below its field, above it where there is more room, and never beside the window', () => {
  const around = { width: 400, height: 600 };
  expect(beside({ left: 10, top: 20, bottom: 50, width: 100 }, around, 220)).toMatchObject({
    top: 54,
    left: 10,
    width: 220,
  });
  expect(beside({ left: 10, top: 540, bottom: 570, width: 100 }, around, 220)).toMatchObject({ bottom: 64 });
  expect(beside({ left: 390, top: 20, bottom: 50, width: 100 }, around, 500)).toMatchObject({ left: 8, width: 384 });
});
