import { expect, test } from 'vitest';
import { commandFor, complete, isKnownCommand, readCommand } from '#deploy/local/slack/page/composer/completion.ts';

const KNOWN = {
  repositories: ['acme/shop-js', 'local/mine'],
  suggestions: [
    { repository: 'acme/shop-js', request: 'Mend the discount.', language: 'JavaScript' },
    { repository: 'acme/ledger-py', request: 'Mend the month.', language: 'Python' },
  ],
};

const textsFor = (typed: string) => complete(typed, KNOWN).map(({ text }) => text);

test.each([
  ['nothing for what is no command', 'Hello /agent', []],
  ['the command', '/ag', ['/agent ']],
  ['nothing for another command', '/deploy ', []],
  [
    'repositories and words after the command',
    '/agent ',
    [
      '/agent acme/shop-js ',
      '/agent local/mine ',
      '/agent acme/ledger-py ',
      '/agent help',
      '/agent list',
      '/agent status ',
      '/agent memory ',
      '/agent check ',
    ],
  ],
  ['a word by its beginning', '/agent li', ['/agent list']],
  ['a repository by any part of its name', '/agent ledg', ['/agent acme/ledger-py ']],
  ['repositories, and no words, after check', '/agent check sho', ['/agent check acme/shop-js ']],
  ['the same after memory', '/agent memory sho', ['/agent memory acme/shop-js ']],
  ['nothing to do after memory', '/agent memory acme/shop-js ', []],
  ['the suggested request for a repository', '/agent acme/shop-js ', ['/agent acme/shop-js Mend the discount.']],
  ['the same after check', '/agent check acme/shop-js Men', ['/agent check acme/shop-js Mend the discount.']],
  ['nothing where it is all there', '/agent acme/shop-js Mend the discount.', []],
  ['nothing after a word that takes nothing', '/agent list', []],
])('completes %s', (_, typed, texts) => {
  expect(textsFor(typed)).toEqual(texts);
});

test('a command is told from a message', () => {
  expect(readCommand('  /agent   check a/b\nfix it ')).toEqual({ command: '/agent', text: 'check a/b\nfix it' });
  expect(readCommand('/agent')).toEqual({ command: '/agent', text: '' });
  expect(readCommand('a/b')).toBeUndefined();
  expect([isKnownCommand('/agent'), isKnownCommand('/deploy')]).toEqual([true, false]);
});

test('a suggestion is what somebody would type', () => {
  expect(commandFor({ repository: 'a/b', request: 'Mend it.' })).toBe('/agent a/b Mend it.');
});
