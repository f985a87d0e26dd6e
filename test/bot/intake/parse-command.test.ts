import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Command, matching, parseCommand } from '#bot/intake/parse-command.ts';

const KNOWN = ['acme/shop', 'acme/api', 'beta/api', 'acme/Ledger.py'];
const task = (repository: string, words: string, base?: string): Command => ({
  kind: 'task',
  asked: { repository, words, ...(base && { base }) },
});

const TABLE: readonly (readonly [typed: string, means: Command])[] = [
  ['', { kind: 'form' }],
  ['  \n ', { kind: 'form' }],
  ['help', { kind: 'help' }],
  ['HELP', { kind: 'help' }],
  ['list', { kind: 'list' }],
  ['status', { kind: 'list' }],
  ['status  t0123456789a please', { kind: 'status', task: 't0123456789a' }],
  // A repository and what to do in it
  ['acme/shop fix the cart', task('acme/shop', 'fix the cart')],
  ['acme/shop\nfix\nthe cart', task('acme/shop', 'fix\nthe cart')],
  ['acme/shop@release/2 fix it', task('acme/shop', 'fix it', 'release/2')],
  ['acme/shop@v1@2 fix it', task('acme/shop', 'fix it', 'v1@2')],
  ['acme/shop@ fix it', task('acme/shop', 'fix it')],
  ['shop fix it', task('shop', 'fix it')],
  ['SHOP fix it', task('SHOP', 'fix it')],
  ['ledger.py fix it', task('ledger.py', 'fix it')],
  ['other/one fix it', task('other/one', 'fix it')],
  ['acme/shop help', task('acme/shop', 'help')],
  // As phones and people type it
  ['“acme/shop” fix it', task('acme/shop', 'fix it')],
  ['`acme/shop`: fix it', task('acme/shop', 'fix it')],
  ["'acme/shop@main', fix “it” – now", task('acme/shop', 'fix “it” – now', 'main')],
  ['acme/shop\u00a0fix it', task('acme/shop', 'fix it')],
  ['acme/shop fix a &lt; b &amp;&amp; &amp;lt;', task('acme/shop', 'fix a < b && &lt;')],
  ['memory', { kind: 'memory' }],
  ['memory acme/shop', { kind: 'memory', repository: 'acme/shop' }],
  ['Memory “shop”, please', { kind: 'memory', repository: 'shop' }],
  ['check acme/shop fix it', { kind: 'check', asked: { repository: 'acme/shop', words: 'fix it' } }],
  // Not enough, or something else
  ['acme/shop', { kind: 'empty' }],
  ['acme/shop@main', { kind: 'empty' }],
  ['check', { kind: 'empty' }],
  ['check acme/shop', { kind: 'empty' }],
  ['fix the cart in acme/shop', { kind: 'unknown', word: 'fix' }],
  ['https://github.com/acme/shop fix it', { kind: 'unknown', word: 'https://github.com/acme/shop' }],
  ['acme/ fix it', { kind: 'unknown', word: 'acme/' }],
  ['/ fix it', { kind: 'unknown', word: '/' }],
  ['constructor fix it', { kind: 'unknown', word: 'constructor' }],
  ['__proto__ fix it', { kind: 'unknown', word: '__proto__' }],
  ['@main fix it', { kind: 'unknown', word: '@main' }],
  ['cancel\u202e t0123456789a', { kind: 'unknown', word: 'cancel' }],
];

describe('/agent', () => {
  test.each(TABLE)('%j', (typed, means) => {
    expect(parseCommand(typed, KNOWN)).toEqual(means);
  });

  test('never throws and never guesses a repository from prose, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (text, checks) => {
        const command = parseCommand(checks ? `check ${text}` : text, KNOWN);
        if (command.kind !== 'task' && command.kind !== 'check') return;
        const { repository } = command.asked;
        expect(repository.includes('/') || matching(repository, KNOWN).length > 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

test.each([
  ['acme/shop', ['acme/shop']],
  ['Acme/Shop', ['acme/shop']],
  ['shop', ['acme/shop']],
  ['api', ['acme/api', 'beta/api']],
  ['acme', []],
  ['', []],
])('%j may mean %j', (word, meant) => {
  expect(matching(word, KNOWN)).toEqual(meant);
});
