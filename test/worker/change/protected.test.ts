import { expect, test } from 'vitest';
import { protectedPaths } from '#worker/change/protected.ts';

test.each<[string, string[], boolean]>([
  ['.github/workflows/ci.yml', [], true],
  ['.github/workflows/deep/er.yml', [], true],
  ['.github/Workflows/ci.yml', [], true],
  ['.github/workflows', [], true],
  ['.github', [], true],
  ['.github/CODEOWNERS', [], false],
  ['docs/.github/workflows/ci.yml', [], false],
  ['infra/main.tf', ['infra/**'], true],
  ['infra/.hidden/state', ['infra/**'], true],
  ['infra', ['infra/'], true],
  ['infra/main.tf', ['infra'], true],
  ['my/infra/main.tf', ['infra'], true],
  ['infrastructure/main.tf', ['infra'], false],
  ['src/keys.pem', ['*.pem'], true],
  ['src/keys.pem.md', ['*.pem'], false],
  ['src/a/b/c.ts', ['src/**/c.ts'], true],
  ['src/c.ts', ['src/**/c.ts'], true],
  ['src/a/c.ts', ['src/*.ts'], false],
  ['lib/src/c.ts', ['/src/c.ts'], false],
  ['a(b)+[c].ts', ['a(b)+[c].ts'], true],
  ['abbc.ts', ['a(b)+[c].ts'], false],
  ['LICENSE', ['licence', 'license'], true],
])('%s under %j is protected: %s', (path, globs, isProtected) => {
  expect(protectedPaths(['fine.ts', path], globs)).toEqual(isProtected ? [path] : []);
});
