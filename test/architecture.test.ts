import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { type Sources, violations } from './architecture/violations.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FOLDERS = ['bot', 'worker', 'shared', 'deploy', 'test'];
const LEFT_OUT = /(?:^|\/)(?:node_modules|fixtures)\/|^deploy\/local\/samples\//;

test('no arrow turns, no file grows too long, nobody reads the environment in passing', () => {
  expect(violations(ourSources())).toEqual([]);
});

/** Each rule is broken once, by the first file; the second shows what the rule allows. */
const BREAKS: readonly [string, Sources, RegExp][] = [
  ['a cycle', { 'bot/a.ts': `import { b } from './b.ts';`, 'bot/b.ts': `export { a } from './a.ts';` }, /import cycle/],
  [
    'a cycle of types',
    { 'bot/a.ts': `import type { B } from './b.ts';`, 'bot/b.ts': `import { type A } from '#bot/a.ts';` },
    /import cycle: bot\/a\.ts → bot\/b\.ts → bot\/a\.ts/,
  ],
  ['a file that imports itself', { 'bot/a.ts': `import('./a.ts');` }, /import cycle/],
  [
    'shared that knows the bot',
    { 'shared/a.ts': `import '#bot/b.ts';`, 'bot/b.ts': '' },
    /shared\/a\.ts .* bot\/b\.ts/,
  ],
  ['shared that knows the worker', { 'shared/a.ts': `import '../worker/b.ts';` }, /may not import worker\/b\.ts/],
  ['shared that knows the deployment', { 'shared/a.ts': `export * from '#deploy/b.ts';` }, /may not import deploy/],
  ['a bot that knows the worker', { 'bot/a.ts': `const b = await import('#worker/b.ts');` }, /may not import worker/],
  ['a worker that knows the bot', { 'worker/a.ts': `import type { B } from '#bot/b.ts';` }, /may not import bot/],
  ['a bot that knows the deployment', { 'bot/a.ts': `import '#deploy/b.ts';` }, /may not import deploy/],
  ['a product that knows its tests', { 'shared/a.ts': `import '../test/b.ts';` }, /may not import test/],
  ['an adapter chosen in passing', { 'bot/a.ts': `import '#shared/adapters/local/pace.ts';` }, /adapters are chosen/],
  ['an adapter in the words', { 'shared/task/a.ts': `import '../adapters/local/pace.ts';` }, /adapters are chosen/],
  [
    'a view that reaches out',
    { 'bot/views/a.ts': `import {\n  type Store,\n} from '#shared/ports.ts';` },
    /views import only views, shared\/text and shared\/task/,
  ],
  ['a view that does I/O', { 'bot/views/a.ts': `import { readFile } from 'node:fs/promises';` }, /views import only/],
  ['the environment in passing', { 'bot/a.ts': `const home = process.env.HOME;` }, /reads the environment/],
  [
    'the environment by its other name',
    { 'worker/a.ts': `import { env } from 'node:process';` },
    /reads the environment/,
  ],
  ['the environment in brackets', { 'worker/a.ts': `process['env'];` }, /reads the environment/],
  ['a long file', { 'bot/a.ts': 'a;\n'.repeat(251) }, /bot\/a\.ts has 251 lines/],
  ['a drawer for everything', { 'bot/utils/a.ts': '' }, /bot\/utils is no place/],
  ['another one', { 'test/helpers/a.ts': '' }, /test\/helpers is no place/],
];

test.for(BREAKS)('%s is found', ([, sources, words]) => {
  expect(violations(sources).join('\n')).toMatch(words);
});

test('what is allowed is let be', () => {
  expect(
    violations({
      'bot/main.ts': `import { localPace } from '#shared/adapters/local/pace.ts';\nimport { app } from './app.ts';`,
      'bot/app.ts': `import { card } from './views/card.ts';\nimport { App } from '@slack/bolt';`,
      'bot/views/card.ts': `import type { View } from '@slack/types';\nimport { clip } from '#shared/text/clip.ts';`,
      'bot/config.ts': `export const home = process.env.HOME;`,
      'worker/main.ts': `import '#shared/adapters/google/task-events.ts';`,
      'deploy/local/main.ts': `import '#bot/main.ts';\nimport '#worker/main.ts';\nprocess.env.X = '1';`,
      'shared/adapters/local/pace.ts': `import type { Pace } from '../../ports.ts';\nimport './bucket.ts';`,
      'shared/adapters/local/bucket.ts': '',
      'shared/ports.ts': `// from process.env and import '#bot/app.ts' nothing follows\nconst text = "import '#bot/app.ts'";`,
      'shared/text/clip.ts': 'a;\n'.repeat(250),
      'test/bot/a.test.ts': `import '#shared/adapters/local/pace.ts';\nimport '#bot/app.ts';\nprocess.env.X;`,
    }),
  ).toEqual([]);
});

function ourSources(): Sources {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(`${ROOT}${folder}`, { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`),
  ).filter((file) => /\.tsx?$/.test(file) && !LEFT_OUT.test(file));
  expect(files.length).toBeGreaterThan(100);
  return Object.fromEntries(files.map((file) => [file, readFileSync(`${ROOT}${file}`, 'utf8')]));
}
