import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Cassette, cassetteFor, readCassette } from '#worker/model/cassette.ts';

async function read(text: string): Promise<Cassette> {
  const folder = await mkdtemp(join(tmpdir(), 'bellhop-cassette-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'shop.json'), text);
  return readCassette(join(folder, 'shop.json'));
}

const SHOP = { repository: 'acme/shop', request: 'the total', turns: [{ text: 'Done' }] };
const shop = (changes: object = {}) => read(JSON.stringify({ ...SHOP, ...changes }));

test('a cassette is called after its file', async () => {
  expect(await shop()).toMatchObject({ name: 'shop', turns: [{ text: 'Done', calls: [] }], fix: [] });
});

test.each<[string, string, RegExp]>([
  ['no JSON', '{', /shop\.json cannot be played: .*JSON/],
  ['a missing field', JSON.stringify({ ...SHOP, turns: undefined }), /turns: /],
  ['a field nobody knows', JSON.stringify({ ...SHOP, turn: [] }), /turn/],
  [
    'a call without a tool',
    JSON.stringify({ ...SHOP, turns: [{ calls: [{ input: {} }] }] }),
    /turns › 0 › calls › 0 › tool: /,
  ],
  ['a broken pattern', JSON.stringify({ ...SHOP, request: '/(/' }), /request: .*regular expression/i],
])('%s is named with file and field', async (_, text, words) => {
  await expect(read(text)).rejects.toMatchObject({ code: 'cassette_invalid', message: expect.stringMatching(words) });
});

test('a missing file is named', async () => {
  await expect(readCassette('/nonexistent/none.json')).rejects.toThrow('none.json cannot be played');
});

test.each<[string, string, boolean]>([
  ['the total', 'Make THE TOTAL right', true],
  ['the total', 'Make the sum right', false],
  ['/total|sum/', 'Make the SUM right', true],
  ['/^total/', 'the total', false],
])('“%s” against “%s”: %s', async (request, words, fits) => {
  const cassette = await shop({ request });
  const find = () => cassetteFor([cassette], { repository: 'Acme/Shop', words });
  if (fits) expect(find()).toBe(cassette);
  else expect(find).toThrow('has none for this request');
});

test('a task nobody recorded is answered with what can be played', async () => {
  const cassettes = [await shop()];
  expect(() => cassetteFor(cassettes, { repository: 'acme/other', words: 'the total' })).toThrow(
    expect.objectContaining({
      code: 'nothing_to_play',
      whose: 'yours',
      remedy: expect.stringContaining('“the total” on acme/shop'),
    }),
  );
});
