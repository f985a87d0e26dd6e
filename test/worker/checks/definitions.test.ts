import { describe, expect, test } from 'vitest';
import { asBaseDefines, definesChecks, locksDependencies } from '#worker/checks/definitions.ts';

describe('definesChecks', () => {
  test.each([
    '.agent.yml',
    'package.json',
    'packages/cart/package.json',
    'vitest.config.ts',
    'jest.config.mjs',
    '.mocharc.yml',
    '.eslintrc',
    'eslint.config.js',
    'tsconfig.build.json',
    'pytest.ini',
    'pyproject.toml',
    'setup.cfg',
    'Makefile',
    '.npmrc',
  ])('%s does', (path) => {
    expect(definesChecks(path)).toBe(true);
  });

  test.each(['src/package.json.ts', 'test/cart.test.ts', 'README.md', 'src/vitest.config/index.ts', 'conftest.py'])(
    '%s does not',
    (path) => {
      expect(definesChecks(path)).toBe(false);
    },
  );
});

describe('locksDependencies', () => {
  test.each([
    'package-lock.json',
    'package.json',
    'a/yarn.lock',
    'requirements-dev.txt',
    'requirements/test.txt',
    'uv.lock',
  ])('%s does', (path) => {
    expect(locksDependencies(path)).toBe(true);
  });

  test.each(['lock.json', 'docs/requirements.md', 'package-lock.json.bak'])('%s does not', (path) => {
    expect(locksDependencies(path)).toBe(false);
  });
});

describe('asBaseDefines', () => {
  test('of package.json the scripts and runners come from base, the rest from the change', () => {
    const base = '{"name":"shop","scripts":{"test":"vitest run"},"jest":{"bail":1}}';
    const head = '{"name":"shop","scripts":{"test":"true"},"vitest":{"exclude":["**"]},"dependencies":{"zod":"4"}}';
    expect(JSON.parse(asBaseDefines('package.json', base, head) ?? '')).toEqual({
      name: 'shop',
      scripts: { test: 'vitest run' },
      jest: { bail: 1 },
      dependencies: { zod: '4' },
    });
  });

  test("a package.json the change broke is base's", () => {
    expect(asBaseDefines('package.json', '{"scripts":{}}', '{"scripts":')).toBe('{"scripts":{}}');
  });

  test("any other definition is base's, and one the change added is taken away", () => {
    expect(asBaseDefines('pytest.ini', '[pytest]', '[pytest]\naddopts = --co')).toBe('[pytest]');
    expect(asBaseDefines('vitest.config.ts', undefined, 'export default { test: { include: [] } }')).toBeUndefined();
    expect(asBaseDefines('Makefile', 'test:\n', undefined)).toBe('test:\n');
  });
});
