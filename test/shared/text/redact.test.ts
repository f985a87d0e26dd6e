import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HIDDEN, redactor } from '#shared/text/redact.ts';

const secret = fc.string({ unit: 'grapheme-ascii', minLength: 12, maxLength: 60 });
const around = fc.string({ unit: 'binary', maxLength: 20 });

test('a secret is hidden wherever it stands, and what is around it stays', () => {
  const redact = redactor(['correct horse']);
  expect(redact('a=correct horse; b=correct horse!')).toBe(`a=${HIDDEN}; b=${HIDDEN}!`);
});

/** How a secret shows up in what programs print. */
const FORMS: Readonly<Record<string, (secret: string) => string>> = {
  'as it is': (text) => text,
  'in an address': encodeURIComponent,
  'in an address in small letters': (text) =>
    encodeURIComponent(text).replace(/%[0-9A-F]{2}/g, (octet) => octet.toLowerCase()),
  'in JSON': (text) => JSON.stringify({ text }),
  backwards: (text) => Array.from(text).reverse().join(''),
  'in hex': (text) => Buffer.from(text).toString('hex'),
  'in big hex': (text) => Buffer.from(text).toString('hex').toUpperCase(),
};

test.for(Object.keys(FORMS))('a secret %s is hidden', (form) => {
  fc.assert(
    fc.property(secret, (value) => {
      const shown = FORMS[form]?.(value) ?? '';
      expect(redactor([value])(`before ${shown} after`)).toContain(HIDDEN);
      expect(redactor([value])(`before ${shown} after`)).not.toContain(form === 'in JSON' ? inJson(value) : shown);
    }),
  );
});

test('a secret in base64 is hidden wherever in the encoded text it begins', () => {
  fc.assert(
    fc.property(secret, around, around, fc.constantFrom('base64', 'base64url'), (value, before, after, encoding) => {
      const encoded = Buffer.from(before + value + after).toString(encoding);
      const shown = redactor([value])(encoded);
      expect(shown).toContain(HIDDEN);
      // At most the characters it shares with its neighbours are left, and these tell no whole byte of its inside.
      const left = shown.replace(HIDDEN, '').length;
      expect(left).toBeLessThanOrEqual(encoded.length - Math.floor((Buffer.byteLength(value) * 8 - 10) / 6));
    }),
  );
});

test('the longer of two secrets is hidden whole', () => {
  expect(redactor(['password', 'password-and-more'])('x password-and-more y')).toBe(`x ${HIDDEN} y`);
});

test('a secret of a few characters is a word, and words are not hidden', () => {
  expect(redactor(['test', ''])('the test passed')).toBe('the test passed');
});

test.for([
  ['a token of a GitHub App', `ghs_${'a1B2'.repeat(9)}`],
  ['a personal token', `github_pat_${'a1B2_'.repeat(10)}`],
  ['a token of a Slack bot', 'xoxb-1234567890-abcdefghij'],
  ['an app token', 'xapp-1-A0123456789-1234567890-abcdef'],
  ['a webhook', 'https://hooks.slack.com/services/T0/B0/abcdef'],
  ['a key of Google', `AIza${'a1B2-'.repeat(7)}`],
  ['an access token of Google', `ya29.${'a1B2_'.repeat(8)}`],
  ['a key of AWS', 'AKIAIOSFODNN7EXAMPLE'],
  ['a key of a model provider', `sk-ant-${'a1B2-'.repeat(8)}`],
  ['a key of a payment provider', 'sk_live_0123456789abcdef'],
  ['a token of a registry', `npm_${'a1B2'.repeat(9)}`],
  ['a token of another registry', `pypi-${'AgEI'.repeat(20)}`],
  ['a JSON web token', `eyJ${'hbGciOi'.repeat(3)}.eyJ${'zdWIiOi'.repeat(3)}.${'c2lnbmF0'.repeat(3)}`],
  ['a private key', '-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc=\n-----END RSA PRIVATE KEY-----'],
])('%s is known by its looks', ([, credential]) => {
  const redact = redactor([]);
  expect(redact(`before ${credential} after`)).toBe(`before ${HIDDEN} after`);
  expect(redact(`TOKEN="${credential}"\n`)).toBe(`TOKEN="${HIDDEN}"\n`);
});

test('a private key whose end was cut off is hidden to the last character', () => {
  expect(redactor([])('log\n-----BEGIN PRIVATE KEY-----\nMIIE\nabc')).toBe(`log\n${HIDDEN}`);
});

test('the password in an address is hidden, and the address stays', () => {
  expect(redactor([])('git clone https://x-access-token:abc123@github.com/acme/shop.git')).toBe(
    `git clone https://x-access-token:${HIDDEN}@github.com/acme/shop.git`,
  );
});

test.for([
  'The task-runner asks disk-manager-and-cache-controller for more.',
  'commit 3f786850e387550fdab836ed7e6dc881de23001b',
  'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  'https://github.com/acme/shop/pull/12#discussion_r123456789',
  'http://127.0.0.1:8080/a@b and ssh://git@github.com:22/acme/shop',
  'npm_config_registry and npm_lifecycle_event are set',
  'eyJ is how many tokens begin',
  'import { createTokenizer } from "./sk-tokenizer.ts"',
  'src/risk-assessment-and-mitigation-planning/index.ts',
  'at Object.<anonymous> (/workspace/test/cart.test.js:12:34)',
  'AKIA and ASIA are prefixes; AIza too',
  '-----BEGIN CERTIFICATE-----\nMIID\n-----END CERTIFICATE-----',
  'xoxo, with love',
  '✓ rounds 0.1 + 0.2 (3 ms)',
])('ordinary text stays: %s', (text) => {
  expect(redactor(['a-secret-nobody-wrote'])(text)).toBe(text);
});

test('text without secrets stays, whatever it is', () => {
  const redact = redactor(['correct horse battery staple']);
  fc.assert(
    fc.property(fc.lorem({ maxCount: 30 }), (text) => {
      expect(redact(text)).toBe(text);
    }),
  );
});

test('hiding twice hides nothing more', () => {
  fc.assert(
    fc.property(secret, around, (value, text) => {
      const redact = redactor([value]);
      fc.pre(!HIDDEN.includes(value));
      expect(redact(redact(text + value))).toBe(redact(text + value));
    }),
  );
});

test('hostile text of four hundred thousand characters is no work to speak of', () => {
  const redact = redactor(['correct horse battery staple']);
  const pieces = [
    'eyJaaaaaaaa-',
    'eyJaaaaaaaa.',
    '-----BEGIN ',
    '://a:',
    'a:',
    'xoxb-',
    'sk-',
    'ghp_',
    'pypi-',
    'AIza',
  ];
  for (const piece of pieces) redact(piece.repeat(400_000 / piece.length));
}, 30_000);

const inJson = (text: string) => JSON.stringify(text).slice(1, -1);
