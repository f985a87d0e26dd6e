import { expect, test } from 'vitest';
import { relevanceIn } from '#worker/survey/relevance.ts';
import { vocabularyOf, wordsIn } from '#worker/survey/vocabulary.ts';

const PATHS = [
  'README.md',
  'docs/prices.md',
  'package-lock.json',
  'src/cart/cart.ts',
  'src/cart/discount-rules.ts',
  'src/mail/send.ts',
  'src/mail/MailQueue.ts',
  'test/cart.test.ts',
  'vendor/cart/cart.js',
];

/** The paths anything speaks for, the closest first. */
function ranked(text: string, names: Readonly<Record<string, readonly string[]>> = {}): readonly string[] {
  const relevance = relevanceIn(PATHS, [{ text, weight: 2 }]);
  const scored = PATHS.map((path) => [path, relevance(path, names[path])] as const).filter(([, score]) => score > 0);
  return scored.toSorted(([, one], [, other]) => other - one).map(([path]) => path);
}

test.each<[string, string, readonly string[]]>([
  ['a word of a name', 'Discounts are wrong', ['src/cart/discount-rules.ts']],
  ['a word in camel case', 'The mail queue is full', ['src/mail/MailQueue.ts', 'src/mail/send.ts']],
  ['a file by its name', 'See send.ts.', ['src/mail/send.ts']],
  ['a file by its path', 'See ./src/mail/send.ts:', ['src/mail/send.ts', 'src/mail/MailQueue.ts']],
  ['a folder', 'Everything in src/mail/ is slow', ['src/mail/MailQueue.ts', 'src/mail/send.ts']],
  ['words that every sentence has', 'The file and the tests should be fixed', []],
  ['nothing at all', '', []],
])('%s leads to its files', (_, text, paths) => {
  expect(ranked(text)).toEqual(paths);
});

test('what others wrote or a program wrote is never close', () => {
  const close = ranked('cart and package lock');
  expect(close).not.toContain('vendor/cart/cart.js');
  expect(close).not.toContain('package-lock.json');
  expect(close[0]).toBe('src/cart/cart.ts');
});

test('a name that a file defines counts more than a word of its path', () => {
  const names = { 'src/mail/send.ts': ['applyTax'], 'docs/prices.md': ['other'] };
  expect(ranked('applyTax is wrong for prices', names)[0]).toBe('src/mail/send.ts');
});

test('what is asked counts more than what is said around it', () => {
  const relevance = relevanceIn(PATHS, [
    { text: 'queue', weight: 1 },
    { text: 'discount', weight: 2 },
  ]);
  expect(relevance('src/cart/discount-rules.ts')).toBeGreaterThan(relevance('src/mail/MailQueue.ts'));
});

test.each<[string, readonly string[]]>([
  ['Prices of the CartLine', ['price', 'cart', 'line']],
  ['bus, class, gas', ['bus', 'class', 'gas']],
  ['größe_der_städte', ['größe', 'der', 'städte']],
  ['a b c 12 404', ['404']],
])('the words in “%s”', (text, words) => {
  expect([...wordsIn(text)]).toEqual(words);
});

test('a text of any length is read to a point', () => {
  const text = Array.from({ length: 100_000 }, (_, index) => `word${index} some${index}Name a/b${index}`).join(' ');
  const { weights, mentions, identifiers } = vocabularyOf([{ text, weight: 1 }]);
  expect([weights.size, mentions.size, identifiers.size]).toEqual([300, 40, 40]);
});
