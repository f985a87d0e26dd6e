import { describe, expect, test } from 'vitest';
import { asBaseDefines, definesChecks, locksDependencies } from '#worker/checks/definitions.ts';

describe('definesChecks', () => {
  test.each([
    '.agent.yml',
    '.github/workflows/copilot-setup-steps.yml',
    '.devcontainer/devcontainer.json',
    '.devcontainer.json',
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
    'composer.json',
    'turbo.json',
    'global.json',
    '.cargo/config.toml',
    'mvnw',
    'backend/gradlew.bat',
    '.mvn/maven.config',
    'gradle/wrapper/gradle-wrapper.jar',
    'Rakefile',
    '.rspec',
    'phpunit.xml.dist',
    'phpunit.dist.xml',
    'test.runsettings',
    'Makefile.PL',
    '.proverc',
  ])('%s does', (path) => {
    expect(definesChecks(path)).toBe(true);
  });

  test.each([
    ...['src/package.json.ts', 'test/cart.test.ts', 'README.md', 'src/vitest.config/index.ts', 'conftest.py'],
    ...['Cargo.toml', 'pom.xml', 'build.gradle.kts', 'go.mod', 'Gemfile', 'Shop.csproj', 'spec/spec_helper.rb'],
  ])('%s does not', (path) => {
    expect(definesChecks(path)).toBe(false);
  });
});

describe('locksDependencies', () => {
  test.each([
    'package-lock.json',
    'package.json',
    'a/yarn.lock',
    'requirements-dev.txt',
    'requirements/test.txt',
    'uv.lock',
    'pnpm-workspace.yaml',
    'go.mod',
    'backend/go.sum',
    'go.work',
    'Cargo.toml',
    'Cargo.lock',
    'pom.xml',
    'app/build.gradle.kts',
    'gradle/libs.versions.toml',
    'gradle.lockfile',
    'gradle/wrapper/gradle-wrapper.properties',
    'Gemfile',
    'Gemfile.lock',
    'shop.gemspec',
    'composer.lock',
    'src/Shop.csproj',
    'packages.lock.json',
    'Directory.Packages.props',
    'NuGet.config',
  ])('%s does', (path) => {
    expect(locksDependencies(path)).toBe(true);
  });

  test.each(['lock.json', 'docs/requirements.md', 'package-lock.json.bak', 'src/go.mod.txt', 'gems.ruby'])(
    '%s does not',
    (path) => {
      expect(locksDependencies(path)).toBe(false);
    },
  );
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

  test('composer.json is read the same way, and is left as it is where its scripts are', () => {
    const base = '{"scripts":{"test":"phpunit"}}';
    const more = '{\n    "require": {"a/b": "1"},\n    "scripts": {"test": "phpunit"}\n}';
    expect(asBaseDefines('composer.json', base, more)).toBe(more);
    expect(JSON.parse(asBaseDefines('api/composer.json', base, more.replace('phpunit', 'true')) ?? '')).toEqual({
      require: { 'a/b': '1' },
      scripts: { test: 'phpunit' },
    });
  });

  test("any other definition is base's, and one the change added is taken away", () => {
    expect(asBaseDefines('pytest.ini', '[pytest]', '[pytest]\naddopts = --co')).toBe('[pytest]');
    expect(asBaseDefines('vitest.config.ts', undefined, 'export default { test: { include: [] } }')).toBeUndefined();
    expect(asBaseDefines('Makefile', 'test:\n', undefined)).toBe('test:\n');
  });
});
