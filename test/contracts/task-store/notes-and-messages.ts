import { expect } from 'vitest';
import { ada, aTask } from '../../shared/task/samples.ts';
import type { Promises } from '../contract.ts';
import type { OpenedStore } from './opened.ts';

const { id } = aTask('a');
const saying = (words: string) => ({ by: ada, at: 5, words });

export function notesAndMessages(promise: Promises<OpenedStore>): void {
  promise('notes are numbered from 1 within their attempt', async ({ store }) => {
    expect(await store.addNote(id, 1, 'e1', saying('Use decimals'))).toBe(1);
    expect(await store.addNote(id, 1, 'e2', saying('And round up'))).toBe(2);
    expect(await store.addNote(id, 2, 'e3', saying('Again'))).toBe(1);
    expect(await store.notes(id, 1, 0)).toEqual([
      { number: 1, ...saying('Use decimals') },
      { number: 2, ...saying('And round up') },
    ]);
    expect(await store.notes(id, 2, 0)).toEqual([{ number: 1, ...saying('Again') }]);
  });

  promise('a note that comes twice is stored once', async ({ store }) => {
    await store.addNote(id, 1, 'e1', saying('Use decimals'));
    await store.addNote(id, 1, 'e2', saying('And round up'));
    expect(await store.addNote(id, 1, 'e1', saying('Use decimals'))).toBe(1);
    expect(await store.notes(id, 1, 0)).toHaveLength(2);
  });

  promise('notes after a number are those that were not heard yet', async ({ store }) => {
    for (const key of ['e1', 'e2', 'e3']) await store.addNote(id, 1, key, saying(key));
    expect((await store.notes(id, 1, 2)).map((note) => note.words)).toEqual(['e3']);
    expect(await store.notes(id, 1, 3)).toEqual([]);
  });

  promise('twenty notes at once get twenty numbers', async ({ store, another }) => {
    const other = await another();
    const numbers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => (index % 2 ? store : other).addNote(id, 1, `e${index}`, saying('hm'))),
    );
    expect(numbers.sort((x, y) => x - y)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });

  promise('what was shown is remembered by message', async ({ store }) => {
    await store.show(id, 'card', { channel: 'C1', ts: '1.1', hash: 'h', at: 7 });
    await store.show(id, 'live', { channel: 'C1', at: 8, refused: 'is_archived' });
    expect(await store.shown(id)).toEqual(
      new Map([
        ['card', { channel: 'C1', ts: '1.1', hash: 'h', at: 7 }],
        ['live', { channel: 'C1', at: 8, refused: 'is_archived' }],
      ]),
    );
  });

  promise('what is shown later replaces it whole', async ({ store }) => {
    await store.show(id, 'card', { channel: 'C1', ts: '1.1', hash: 'h', at: 7 });
    await store.show(id, 'card', { channel: 'C1', ts: '1.1', at: 9 });
    expect((await store.shown(id)).get('card')).toEqual({ channel: 'C1', ts: '1.1', at: 9 });
  });

  promise('each subject has its own messages', async ({ store }) => {
    await store.show('home:U0ADA', 'view', { channel: 'D1', hash: 'h', at: 7 });
    expect(await store.shown(id)).toEqual(new Map());
    expect((await store.shown('home:U0ADA')).size).toBe(1);
  });
}
