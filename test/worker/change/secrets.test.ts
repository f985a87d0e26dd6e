import { expect, test } from 'vitest';
import { redactor } from '#shared/text/redact.ts';
import { secretsAdded } from '#worker/change/secrets.ts';

const TOKEN = `ghp_${'a1B2'.repeat(9)}`;
const patch = (...lines: readonly string[]) => {
  const added = lines.filter((line) => line.startsWith('+')).length;
  return `diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,${lines.length - added} +7,${added} @@\n${lines.join('\n')}\n`;
};
const found = (...lines: readonly string[]) => secretsAdded(patch(...lines), redactor(['a value of ours']));

test('a secret is named by its place and kind, and never shown', () => {
  const secrets = found('+fine', `+const token = '${TOKEN}';`);
  expect(secrets).toEqual([{ path: 'x', line: 8, kind: 'a GitHub token' }]);
  expect(JSON.stringify(secrets)).not.toContain(TOKEN);
});

test.each([
  ['a Slack token', 'xoxb-123456789012-abcdefghij'],
  ['a Google key', `AIza${'x'.repeat(35)}`],
  ['an AWS key', 'AKIAIOSFODNN7EXAMPLE'],
  ["a model provider's key", `sk-ant-${'a1'.repeat(12)}`],
  ['a private key', '-----BEGIN RSA PRIVATE KEY-----'],
  ['a password in an address', 'postgres://shop:k3Q9vX2p@db.acme.io/shop'],
  ['a secret of this bot', 'this is a value of ours.'],
])('%s is seen', (kind, text) => {
  expect(found(`+${text}`)).toEqual([{ path: 'x', line: 7, kind }]);
});

test('what is taken away, and what is only moved, publishes nothing new', () => {
  expect(found(`-token: ${TOKEN}`)).toEqual([]);
  expect(found(`-token: ${TOKEN}`, `+  token: '${TOKEN}'`)).toEqual([]);
  expect(found(`-token: ${TOKEN}`, `+token: ${TOKEN.replace('a1', 'z9')}`)).toHaveLength(1);
});

test.each([
  'postgres://postgres:postgres@db/shop',
  'redis://user:password@cache.acme.io',
  'https://ana:$TOKEN@acme.io/',
  'https://ana:k3Q9vX2p@example.com/a',
  'https://ana:k3Q9vX2p@localhost:8080/a',
])('%s is an example', (text) => {
  expect(found(`+${text}`)).toEqual([]);
});

test('an example is none on a host that only begins like one', () => {
  expect(found('+https://ana:k3Q9vX2p@localhost.evil.io/')).toHaveLength(1);
});
