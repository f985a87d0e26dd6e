import { expect, test } from 'vitest';
import { judge, mayConnect, ruleProblems } from '#worker/sandbox/egress-rules.ts';

const RULES = ['packages.example.com', '*.files.example.org'];

test.each([
  ['packages.example.com'],
  ['PACKAGES.Example.Com'],
  ['packages.example.com.'],
  ['a.files.example.org'],
  ['a.b.files.example.org'],
])('%s is on the list', (host) => {
  expect(judge(RULES, { kind: 'tunnel', host, port: 443 })).toMatchObject({ allowed: true, port: 443 });
  expect(judge(RULES, { kind: 'plain', host, port: 80 })).toMatchObject({ allowed: true, port: 80 });
});

test.each([
  ['example.com'],
  ['evil-packages.example.com'],
  ['packages.example.com.evil.net'],
  ['files.example.org'],
  ['evilfiles.example.org'],
  ['localhost'],
  ['metadata.google.internal'],
  [''],
])('%s is not on the list', (host) => {
  expect(judge(RULES, { kind: 'tunnel', host, port: 443 })).toMatchObject({ allowed: false });
});

test.each([
  ['169.254.169.254'],
  ['2852039166'],
  ['0xA9FEA9FE'],
  ['0xa9.0xfe.0xa9.0xfe'],
  ['0251.0376.0251.0376'],
  ['169.254.43518'],
  ['127.1'],
  ['0'],
  ['[::1]'],
  ['::1'],
  ['[::ffff:169.254.169.254]'],
  ['[fd20:ce::254]'],
  ['１６９.254.169.254'],
  ['a b'],
  ['packages.example.com\0.evil.net'],
  ['packages.example.com/..'],
  [`${'a'.repeat(64)}.files.example.org`],
  [`${'a.'.repeat(130)}files.example.org`],
])('%s is no host name, whatever the list says', (host) => {
  const verdict = judge([...RULES, '*.254', host], { kind: 'tunnel', host, port: 443 });
  expect(verdict).toMatchObject({ allowed: false, why: expect.stringContaining('no addresses') });
});

test.each([
  ['tunnel', 80],
  ['tunnel', 22],
  ['tunnel', 25],
  ['tunnel', 0],
  ['plain', 443],
  ['plain', 8080],
] as const)('a %s to port %d is refused for a host on the list', (kind, port) => {
  expect(judge(RULES, { kind, host: 'packages.example.com', port })).toMatchObject({ allowed: false });
});

test('what is recorded of a refused host is short and printable', () => {
  const verdict = judge(RULES, { kind: 'tunnel', host: `\x1b[2J${'x'.repeat(1000)}`, port: 443 });
  expect(verdict.host).toMatch(/^[\x21-\x7e]{1,253}$/);
});

test.each([['8.8.8.8'], ['100.63.255.255'], ['172.15.0.1'], ['172.32.0.1'], ['2606:4700::1111'], ['2a00:1450::1']])(
  '%s is of the public Internet',
  (address) => {
    expect(mayConnect(address)).toBe(true);
  },
);

test.each([
  ['this host', '0.0.0.0'],
  ['loopback', '127.0.0.1'],
  ['loopback', '127.255.255.254'],
  ['private', '10.1.2.3'],
  ['private', '172.16.0.1'],
  ['private', '172.31.255.255'],
  ['private', '192.168.0.1'],
  ['carrier', '100.64.0.1'],
  ['carrier', '100.100.100.200'],
  ['metadata', '169.254.169.254'],
  ['metadata', '168.63.129.16'],
  ['metadata', '192.0.0.192'],
  ['measurement', '198.18.0.1'],
  ['multicast', '224.0.0.1'],
  ['reserved', '240.0.0.1'],
  ['broadcast', '255.255.255.255'],
  ['this host', '::'],
  ['loopback', '::1'],
  ['mapped', '::ffff:8.8.8.8'],
  ['mapped', '::ffff:10.0.0.1'],
  ['translated', '64:ff9b::a9fe:a9fe'],
  ['link-local', 'fe80::1'],
  ['link-local', 'fe80::1%eth0'],
  ['zoned', '2606:4700::1111%eth0'],
  ['private', 'fc00::1'],
  ['metadata', 'fd20:ce::254'],
  ['metadata', 'fd00:ec2::254'],
  ['multicast', 'ff02::1'],
  ['tunnel', '2002:a9fe:a9fe::1'],
  ['tunnel', '2001::1'],
  ['example', '2001:db8::1'],
  ['no address', 'packages.example.com'],
  ['no address', ''],
])('%s: %s is not', (_, address) => {
  expect(mayConnect(address)).toBe(false);
});

test('a wrong rule is named', () => {
  expect(ruleProblems(RULES)).toEqual([]);
  const wrong = ['https://example.com', 'example.com:443', '*', '*.', 'a.*.com', '10.0.0.1', '*.*.com', ''];
  expect(ruleProblems(wrong)).toHaveLength(wrong.length);
});
