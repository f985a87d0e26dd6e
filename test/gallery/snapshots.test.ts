import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { EXHIBITS, fileNameOf } from './exhibits.ts';

const FOLDER = `${import.meta.dirname}/snapshots`;

/** Whoever changes a view sees in the diff which messages changed with it; `-u` takes the new ones. */
test.each(EXHIBITS)('$name looks as it did', async ({ name: _, ...exhibit }) => {
  const file = `${fileNameOf({ ...exhibit, name: _ })}.json`;
  await expect(`${JSON.stringify(exhibit, undefined, 2)}\n`).toMatchFileSnapshot(`snapshots/${file}`);
});

test('every picture has a name of its own, and no snapshot is left of what is gone', () => {
  const files = EXHIBITS.map((exhibit) => `${fileNameOf(exhibit)}.json`);
  expect(readdirSync(FOLDER).toSorted()).toEqual(files.toSorted());
});
