import { expect, test } from 'vitest';
import { survey } from '#worker/survey/survey.ts';
import { commitOf, type Repository } from './repository.ts';

const NEVER = new AbortController().signal;

const look = ({ git, base }: Repository, words = 'Make it right', titles: readonly string[] = []) =>
  survey(git, { base, asked: [{ text: words, weight: 2 }], titles }, NEVER);

/** So many files that no list of them fits. */
const many = (count: number, path: (index: number) => string, text = 'export const any = 1;\n') =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [path(index), text]));

test('a small repository is a list of its files', async () => {
  const repository = await commitOf({
    'README.md': '#',
    'src/cart.js': '1',
    'src/deep/er/money.js': '1',
    'test/cart.test.js': '1',
  });
  const { map, names, conventions } = await look(repository);
  expect(map).toBe('README.md\nsrc/: cart.js\nsrc/deep/er/: money.js\ntest/: cart.test.js');
  expect(names).toBe('');
  expect(conventions).toBe('Tests are called *.test.js (1), in test/.');
  expect(repository.asked).toHaveLength(1);
});

test('what is told of a small one costs next to nothing', async () => {
  const names = ['add', 'book', 'cart', 'discounts', 'entry', 'money'];
  const sources = names.flatMap((name) => [`src/${name}.js`, `test/${name}.test.js`]);
  const repository = await commitOf(
    Object.fromEntries([...sources, 'README.md', 'package.json'].map((path) => [path, path])),
  );
  const { map, names: defined, conventions } = await look(repository, 'The cart is wrong');
  expect(Buffer.byteLength(map + defined + conventions)).toBeLessThan(300);
});

test('of a large one the folders are listed that the request is about, and all others counted', async () => {
  const files = {
    ...many(900, (index) => `legacy/part-${index % 30}/module-with-a-long-name-${index}.ts`),
    ...many(30, (index) => `vendor/other/cart-${index}.js`),
    'README.md': '#',
    'shop/discounts.ts': 'export function applyDiscount() {}\nexport const LIMIT = 1;\nconst own = 2;\n',
    'shop/cart.ts': 'export class Cart {}\n',
  };
  const { map, names } = await look(await commitOf(files), 'The discount of a cart is wrong, see applyDiscount');
  expect(map.length).toBeLessThan(6_200);
  expect(map).toMatch(/^933 files: 902 TypeScript, 30 JavaScript, 1 Markdown\. What is a number here/);
  expect(map).toContain('\nshop/: cart.ts, discounts.ts\n');
  expect(map).toMatch(/\nlegacy\/part-\d+\/ \(30 TypeScript\)\n/);
  expect(names).toBe('shop/discounts.ts: applyDiscount, LIMIT\nshop/cart.ts: Cart');
});

test('the same commit and request give the same bytes', async () => {
  const files = { ...many(300, (index) => `src/${index % 7}/cart-${index}.ts`), 'src/AGENTS.md': 'Be brief.' };
  const one = await look(await commitOf(files), 'the cart');
  const other = await look(await commitOf(Object.fromEntries(Object.entries(files).reverse())), 'the cart');
  expect(JSON.stringify(one)).toBe(JSON.stringify(other));
});

test('rules are told for what the request is about, and listed for all else', async () => {
  const repository = await commitOf({
    'AGENTS.md': 'The bot brings these.',
    '.cursorrules': 'Tabs.',
    'packages/shop/AGENTS.md': 'Money is cents.',
    'packages/shop/CLAUDE.md': 'Money is cents.',
    'packages/shop/src/cart.ts': '1',
    'packages/AGENTS.md': 'No new packages.',
    'packages/mail/CLAUDE.md': 'No mail in tests.',
    'packages/mail/src/send.ts': '1',
    'node_modules/other/AGENTS.md': 'Of somebody else.',
  });
  const { rules, closeRules } = await look(repository, 'The cart is wrong');
  expect(closeRules.map(({ path, text }) => [path, text])).toEqual([
    ['.cursorrules', 'Tabs.'],
    ['packages/shop/AGENTS.md', 'Money is cents.'],
    ['packages/AGENTS.md', 'No new packages.'],
  ]);
  expect(rules.map(({ path }) => path)).toEqual([
    '.cursorrules',
    'packages/AGENTS.md',
    'packages/mail/CLAUDE.md',
    'packages/shop/AGENTS.md',
  ]);
});
