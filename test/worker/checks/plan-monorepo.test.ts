import { describe, expect, test } from 'vitest';
import { parseAgentFile } from '#worker/checks/agent-file.ts';
import { planChecks } from '#worker/checks/plan.ts';
import { filesOf } from './place.ts';

const manifest = (more: object): string => JSON.stringify(more);
const tested = manifest({ scripts: { test: 'vitest' } });

async function planned(files: Record<string, string>) {
  const plan = await planChecks(filesOf(files));
  return {
    setup: plan.setup.map(({ command }) => command),
    checks: Object.fromEntries(plan.checks.map(({ name, command }) => [name, command])),
    words: plan.words,
  };
}

describe('workspaces', () => {
  test('a test script at the root speaks for all of them', async () => {
    const root = manifest({ workspaces: ['packages/*'], scripts: { test: 'npm test --workspaces' } });
    const { setup, checks } = await planned({ 'package.json': root, 'packages/a/package.json': tested });
    expect(checks).toEqual({ 'npm test': 'npm test' });
    expect(setup).toEqual(['npm install --no-package-lock --no-audit --no-fund']);
  });

  test('without one each that has tests is checked where it is, and installed at the root', async () => {
    const { setup, checks, words } = await planned({
      'package.json': manifest({ workspaces: ['packages/*', 'apps/**', '!apps/old'], scripts: { lint: 'eslint .' } }),
      'package-lock.json': '{}',
      'packages/a/package.json': tested,
      'packages/none/package.json': manifest({ scripts: { build: 'tsc' } }),
      'packages/broken/package.json': '{',
      'packages/a/deep/package.json': tested,
      'apps/shop/web/package.json': tested,
      'apps/old/package.json': tested,
      'elsewhere/package.json': tested,
    });
    expect(setup).toEqual(['npm ci --no-audit --no-fund']);
    expect(checks).toEqual({
      'npm test (apps/shop/web)': 'cd apps/shop/web && npm test',
      'npm test (packages/a)': 'cd packages/a && npm test',
      'npm run lint': 'npm run lint',
    });
    expect(words).toBe('I found npm test in 2 workspaces, npm run lint (package.json).');
  });

  test.each([
    ['pnpm', { 'pnpm-workspace.yaml': 'packages:\n  - "packages/*"\n', 'pnpm-lock.yaml': "lockfileVersion: '9.0'\n" }],
    ['yarn', { 'yarn.lock': '# yarn lockfile v1\n' }],
  ])('%s keeps its own list and command', async (manager, files) => {
    const root = manifest({ workspaces: { packages: ['packages/*'] } });
    const { setup, checks } = await planned({ ...files, 'package.json': root, 'packages/a/package.json': tested });
    expect(checks).toEqual({ [`${manager} test (packages/a)`]: `cd packages/a && ${manager} test` });
    expect(setup.at(-1)).toBe(`${manager} install --frozen-lockfile`);
  });

  test.each([
    ['a list that is none', { 'package.json': manifest({ workspaces: 7 }) }],
    ['a pnpm file that cannot be read', { 'package.json': '{}', 'pnpm-workspace.yaml': 'packages: [' }],
    ['a pnpm file full of aliases', { 'package.json': '{}', 'pnpm-workspace.yaml': 'a: &a [x]\npackages: *a' }],
  ])('%s has none', async (_what, files) => {
    expect((await planned({ ...files, 'packages/a/README.md': '' })).checks).toEqual({});
  });

  test('a folder whose name a shell would obey is left out', async () => {
    const { checks } = await planned({
      'package.json': manifest({ workspaces: ['packages/*'] }),
      'packages/$(id)/package.json': tested,
      'packages/a;b/package.json': tested,
      'packages/-x/package.json': tested,
      'packages/a b/package.json': tested,
    });
    expect(checks).toEqual({});
  });
});

describe('several ecosystems in folders', () => {
  test('each is set up and checked where it is', async () => {
    const { setup, checks, words } = await planned({
      'backend/go.mod': 'module shop\nrequire x v1\n',
      'backend/cart_test.go': '',
      'frontend/package.json': manifest({ scripts: { test: 'vitest' }, devDependencies: { vitest: '5' } }),
      'frontend/package-lock.json': '{}',
      'jobs/pyproject.toml': '[project]\nname = "jobs"\n',
      'jobs/tests/test_a.py': 'import unittest',
    });
    expect(setup).toEqual([
      'cd frontend && npm ci --no-audit --no-fund',
      'cd jobs && python3 -m venv "$HOME/venv"',
      "cd jobs && python3 -m pip install --disable-pip-version-check -e '.'",
      'cd backend && go mod download',
    ]);
    expect(checks).toEqual({
      'npm test (frontend)': 'cd frontend && npm test',
      'unittest (jobs)': 'cd jobs && python3 -m unittest discover -s tests',
      'go test (backend)': 'cd backend && go test ./...',
    });
    expect(words).toBe(
      'I found npm test (package.json) in frontend, unittest (tests/test_a.py) in jobs and go test (go.mod) in backend.',
    );
  });

  test('a .NET solution in a folder is one', async () => {
    const { checks } = await planned({
      'server/Shop.sln': '',
      'server/tests/Shop.Tests.csproj': '<PackageReference Include="Microsoft.NET.Test.Sdk"/>',
    });
    expect(checks).toEqual({ 'dotnet test (server)': 'cd server && dotnet test --no-restore --logger trx' });
  });

  test('reports are looked for there', async () => {
    const { checks } = await planChecks(filesOf({ 'api/pom.xml': '', 'api/src/test/java/ATest.java': '' }));
    expect(checks.map(({ report }) => report?.path)).toEqual(['api/**/target/surefire-reports/*.xml']);
  });

  test('a project at the root stands above those inside it', async () => {
    const { checks } = await planned({
      'go.mod': 'module shop\n',
      'a_test.go': '',
      'tools/go.mod': 'module tools\n',
      'tools/b_test.go': '',
    });
    expect(Object.keys(checks)).toEqual(['go test']);
  });

  test('one at the root without tests lets those inside speak', async () => {
    const { checks } = await planned({
      'package.json': manifest({ devDependencies: { prettier: '3' } }),
      'web/package.json': tested,
    });
    expect(checks).toEqual({ 'npm test (web)': 'cd web && npm test' });
  });

  test('of two inside each other the outer one is taken', async () => {
    const { checks } = await planned({
      'api/Cargo.toml': '[workspace]\n',
      'api/tax/Cargo.toml': '',
    });
    expect(Object.keys(checks)).toEqual(['cargo test (api)']);
  });

  test.each(['node_modules/x', 'vendor/x', 'test/fixtures/x', 'examples/x', 'docs', '.hidden', 'a/b/c/d'])(
    'what lies in %s is no part of the product',
    async (folder) => {
      expect((await planned({ [`${folder}/package.json`]: tested })).checks).toEqual({});
    },
  );

  test('a Makefile that only runs what was found is not run again', async () => {
    const { checks } = await planned({
      Makefile: 'test:\n\tcd api && go test ./...\n',
      'api/go.mod': 'module api\n',
      'api/a_test.go': '',
    });
    expect(Object.keys(checks)).toEqual(['go test (api)']);
  });

  test('of very many the first ones run, and it is said', async () => {
    const folders = Array.from({ length: 30 }, (_, index) => `service${String(index).padStart(2, '0')}`);
    const files = Object.fromEntries(folders.map((folder) => [`${folder}/package.json`, tested]));
    const { checks, words } = await planned(files);
    expect(Object.keys(checks)).toHaveLength(20);
    expect(words).toContain('and 26 more. Of 30 checks 20 run; .agent.yml can name others.');
    expect(words.length).toBeLessThan(300);
  });

  test('a folder with a very long name has a check of a shorter one, and is entered all the same', async () => {
    const long = 'x'.repeat(200);
    const { checks } = await planned({ [`${long}/package.json`]: tested, [`${long}y/package.json`]: tested });
    expect(Object.keys(checks).every((name) => name.length < 130)).toBe(true);
    expect(Object.values(checks)).toEqual([`cd ${long} && npm test`, `cd ${long}y && npm test`]);
  });

  test('names that are one name as a file are kept apart', async () => {
    const { checks } = await planned({ 'a-b/package.json': tested, 'a/b/package.json': tested });
    expect(Object.keys(checks)).toEqual(['npm test (a-b)', 'npm test (a/b) 2']);
  });
});

describe('a repository nobody can make sense of', () => {
  test.each([
    ['CMakeLists.txt', 'cmake -B build'],
    ['mix.exs', 'mix test'],
    ['build.sbt', 'sbt test'],
    ['shop.cabal', 'cabal test'],
    ['Package.swift', 'swift test'],
    ['package.json', 'npm test'],
    ['go.mod', 'go test ./...'],
    ['README.md', './run-tests.sh'],
  ])('with %s is shown lines that suit it, and that work', async (file, run) => {
    const { checks, words } = await planned({ LICENSE: '', [file]: '{}' });
    expect(checks).toEqual({});
    expect(words).toMatch(/^I found no tests I know how to run/);
    expect(words.includes(`but ${file}.`)).toBe(file !== 'README.md');
    const lines = words.slice(words.indexOf('\n') + 1);
    const [check] = parseAgentFile(lines).checks ?? [];
    expect(check?.command).toContain(run);
    // Beside branch and commit it has to fit into the one line of its step.
    expect(words.length).toBeLessThanOrEqual(250);
  });
});
