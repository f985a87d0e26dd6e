import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { SAMPLES } from '#deploy/local/samples/samples.ts';
import { Account } from '#shared/task/step.ts';
import { type Cassette, cassetteFor, readCassette } from '#worker/model/cassette.ts';

const SUGGESTIONS = SAMPLES.flatMap((sample) =>
  sample.suggestions.map((suggestion) => ({ ...suggestion, repository: sample.repository })),
);
const cassettes = await Promise.all(SUGGESTIONS.map(({ cassette }) => readCassette(cassette)));

test.each(SUGGESTIONS)('“$words” finds its own recording among all', ({ repository, words, cassette }) => {
  expect(`${cassetteFor(cassettes, { repository, words }).name}.json`).toBe(cassette.split('/').at(-1));
});

test('there is a bug, a feature and a red baseline to ask about, in five languages', () => {
  expect(new Set(SUGGESTIONS.map(({ kind }) => kind))).toEqual(new Set(['bug', 'feature', 'red baseline']));
  expect(new Set(SAMPLES.map(({ language }) => language)).size).toBe(5);
});

test('every folder and every recording belongs to a sample', async () => {
  const samples = join(import.meta.dirname, '../../../../deploy/local/samples');
  const [folders, files] = await Promise.all(['repositories', 'cassettes'].map((name) => readdir(join(samples, name))));
  expect(SAMPLES.map(({ folder }) => folder.split('/').at(-1)).toSorted()).toEqual(folders?.toSorted());
  expect(cassettes.map(({ name }) => `${name}.json`).toSorted()).toEqual(files?.toSorted());
});

test.each(cassettes)('$name says something in every turn, and at the end all that a pull request needs', (cassette) => {
  for (const turns of [cassette.turns, ...cassette.fix]) {
    expect(turns.filter(({ text }) => text === '')).toEqual([]);
    expect(() => accountIn(turns)).not.toThrow();
  }
});

function accountIn(turns: Cassette['turns']): Account {
  const last = turns.at(-1)?.calls.at(-1);
  return z.object({ tool: z.literal('finish'), input: Account.omit({ lessons: true }).required() }).parse(last).input;
}
