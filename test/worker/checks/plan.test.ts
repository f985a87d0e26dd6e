import { describe, expect, test } from 'vitest';
import { TaskError } from '#shared/task/failure.ts';
import { planChecks } from '#worker/checks/plan.ts';
import { filesOf } from './place.ts';

interface Row {
  readonly what: string;
  readonly files: Record<string, string>;
  readonly setup?: readonly string[];
  readonly checks: readonly string[];
}

const manifest = (scripts: Record<string, string>, more: object = {}): string => JSON.stringify({ scripts, ...more });
const needs = { devDependencies: { vitest: '^5' } };
const classic = '# yarn lockfile v1\n';

const node: readonly Row[] = [
  {
    what: 'no dependencies need no set-up',
    files: { 'package.json': manifest({ test: 'node --test' }) },
    checks: ['npm test'],
  },
  {
    what: 'a lock file is installed from exactly',
    files: { 'package.json': manifest({ test: 'vitest' }, needs), 'package-lock.json': '{}' },
    setup: ['npm ci --no-audit --no-fund'],
    checks: ['npm test'],
  },
  {
    what: 'without a lock file none is written',
    files: { 'package.json': manifest({ test: 'vitest' }, needs) },
    setup: ['npm install --no-package-lock --no-audit --no-fund'],
    checks: ['npm test'],
  },
  {
    what: 'lint and typecheck are checks, other scripts are not',
    files: { 'package.json': manifest({ build: 'tsc', typecheck: 'tsc', lint: 'eslint .', test: 'vitest' }) },
    checks: ['npm test', 'npm run lint', 'npm run typecheck'],
  },
  {
    what: 'the test script npm init writes is none',
    files: { 'package.json': manifest({ test: 'echo "Error: no test specified" && exit 1', lint: 'eslint .' }) },
    checks: ['npm run lint'],
  },
  {
    what: 'what the test script runs itself is not run again',
    files: {
      'package.json': manifest({ lint: 'eslint .', typecheck: 'tsc', test: 'pnpm lint && npm run typecheck:all' }),
    },
    checks: ['npm test', 'npm run typecheck'],
  },
  {
    what: 'pnpm comes in the version that reads the lock file',
    files: { 'package.json': manifest({ test: 'vitest' }, needs), 'pnpm-lock.yaml': "lockfileVersion: '6.0'\n" },
    setup: [
      'npm install --global --prefix "$HOME/.local" --no-audit --no-fund pnpm@8',
      'pnpm install --frozen-lockfile',
    ],
    checks: ['pnpm test'],
  },
  {
    what: 'the version packageManager names goes first',
    files: {
      'package.json': manifest({ lint: 'eslint .' }, { ...needs, packageManager: 'pnpm@9.15.1+sha512.abc' }),
      'pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
    },
    setup: [
      'npm install --global --prefix "$HOME/.local" --no-audit --no-fund pnpm@9.15.1',
      'pnpm install --frozen-lockfile',
    ],
    checks: ['pnpm run lint'],
  },
  {
    what: 'a packageManager that is no version is not put into a command',
    files: { 'package.json': manifest({ test: 'vitest' }, { ...needs, packageManager: 'pnpm@1; rm -rf /' }) },
    setup: ['npm install --no-package-lock --no-audit --no-fund'],
    checks: ['npm test'],
  },
  {
    what: 'classic yarn',
    files: { 'package.json': manifest({ test: 'jest' }, needs), 'yarn.lock': classic },
    setup: [
      'npm install --global --prefix "$HOME/.local" --no-audit --no-fund yarn@1',
      'yarn install --frozen-lockfile',
    ],
    checks: ['yarn test'],
  },
  {
    what: 'newer yarn',
    files: { 'package.json': manifest({ test: 'jest' }, needs), 'yarn.lock': '__metadata:\n  version: 8\n' },
    setup: [
      'npm install --global --prefix "$HOME/.local" --no-audit --no-fund @yarnpkg/cli-dist@4',
      'yarn install --immutable',
    ],
    checks: ['yarn test'],
  },
];

const pip = 'python3 -m pip install --disable-pip-version-check';
const makeSure = `python3 -m pytest --version || ${pip} pytest`;

const python: readonly Row[] = [
  {
    what: 'tests in a package are found by unittest itself',
    files: { 'tests/__init__.py': '', 'tests/test_a.py': 'import unittest' },
    checks: ['python3 -m unittest'],
  },
  {
    what: 'tests in a plain folder are named to unittest',
    files: { 'tests/test_a.py': 'import unittest', 'tests/test_b.py': '' },
    checks: ['python3 -m unittest discover -s tests'],
  },
  {
    what: 'a test that imports pytest asks for it, from the machine if it is there',
    files: { 'tests/test_a.py': 'import pytest\n' },
    setup: ['python3 -m venv --system-site-packages "$HOME/venv"', makeSure],
    checks: ['python3 -m pytest'],
  },
  {
    what: 'test functions without a class are for pytest',
    files: { 'test_a.py': 'def test_a():\n    assert True\n' },
    setup: ['python3 -m venv --system-site-packages "$HOME/venv"', makeSure],
    checks: ['python3 -m pytest'],
  },
  {
    what: 'requirements that name pytest',
    files: { 'requirements.txt': 'flask', 'requirements-dev.txt': 'pytest==8', 'tests/test_a.py': '' },
    setup: ['python3 -m venv "$HOME/venv"', `${pip} -r requirements.txt`, `${pip} -r requirements-dev.txt`, makeSure],
    checks: ['python3 -m pytest'],
  },
  {
    what: 'a project with an extra for its tests, editable',
    files: {
      'pyproject.toml':
        '[build-system]\n[project]\nname = "x"\n[project.optional-dependencies]\ndocs = ["sphinx"]\ndev = ["tox"]\ntest = [\n  "pytest",\n]\n[tool.x]\ndev = 1\n',
      'tests/test_a.py': '',
    },
    setup: ['python3 -m venv "$HOME/venv"', `${pip} -e '.[test]'`, makeSure],
    checks: ['python3 -m pytest'],
  },
  {
    what: 'dependency groups need a pip that knows them',
    files: {
      'pyproject.toml': '[project]\nname = "x"\n[dependency-groups]\ndev = ["pytest"]\n',
      'tests/test_a.py': '',
    },
    setup: ['python3 -m venv "$HOME/venv"', `${pip} -e '.'`, `${pip} 'pip>=25.1'`, `${pip} --group dev`, makeSure],
    checks: ['python3 -m pytest'],
  },
  {
    what: 'poetry stays apart from what it installs',
    files: {
      'pyproject.toml': '[tool.poetry]\nname = "x"\n[tool.poetry.group.dev.dependencies]\npytest = "^8"\n',
      'tests/test_a.py': '',
    },
    setup: [
      'python3 -m venv "$HOME/venv"',
      'python3 -m venv "$HOME/poetry"',
      '"$HOME/poetry/bin/pip" install --disable-pip-version-check poetry',
      '"$HOME/poetry/bin/poetry" install --no-interaction',
      makeSure,
    ],
    checks: ['python3 -m pytest'],
  },
  {
    what: 'settings of pytest are no wish to install it',
    files: { 'tox.ini': '[pytest]\ntestpaths = checks\n[testenv]\ndeps = pytest\n' },
    setup: ['python3 -m venv --system-site-packages "$HOME/venv"', makeSure],
    checks: ['python3 -m pytest'],
  },
  { what: 'a file that is only called like a test', files: { 'scripts/test_connection.py': 'print(1)' }, checks: [] },
  { what: 'Python without tests', files: { 'setup.py': '', 'shop/cart.py': '' }, checks: [] },
];

const make: readonly Row[] = [
  { what: 'a test target', files: { Makefile: 'all: x\n\ntest: all\n\t./run-tests.sh\n' }, checks: ['make test'] },
  {
    what: 'a check target where there is none for tests',
    files: { Makefile: 'check:\n\t./verify\n' },
    checks: ['make check'],
  },
  { what: 'a variable is no target', files: { Makefile: 'test := 1\ncheck ?= 2\n' }, checks: [] },
  {
    what: 'a target that only runs what was found is not run again',
    files: { Makefile: 'test:\n\tnpm test\n', 'package.json': manifest({ test: 'vitest' }) },
    checks: ['npm test'],
  },
];

const several: readonly Row[] = [
  {
    what: 'every ecosystem of a repository counts',
    files: {
      'package.json': manifest({ test: 'node --test' }),
      'tests/test_a.py': 'import unittest',
      Makefile: 'test:\n\t./compare.sh\n',
    },
    checks: ['npm test', 'python3 -m unittest discover -s tests', 'make test'],
  },
];

describe('planChecks', () => {
  test.each([...node, ...python, ...make, ...several])('$what', async ({ files, setup = [], checks }) => {
    const plan = await planChecks(filesOf(files));
    expect(plan.checks.map((check) => check.command)).toEqual(checks);
    expect(plan.setup.map((each) => each.command)).toEqual(setup);
    expect(plan.source).toBe(checks.length > 0 ? 'detected' : 'none');
  });

  test('it says in one sentence what it found and where', async () => {
    const files = { 'package.json': manifest({ test: 'vitest', lint: 'x' }), 'tests/test_a.py': 'import pytest' };
    expect((await planChecks(filesOf(files))).words).toBe(
      'I found npm test, npm run lint (package.json) and pytest (tests/test_a.py).',
    );
  });

  test('a repository without tests is told so, with the lines to write', async () => {
    const plan = await planChecks(filesOf({ 'README.md': '# Shop' }));
    expect(plan).toMatchObject({ source: 'none', setup: [], checks: [], definitions: [], lockFiles: [] });
    expect(plan.words).toContain('I found no tests');
    expect(plan.words).toContain('checks:\n  - name: test\n    run: ./run-tests.sh');
  });

  test('an empty repository has no checks', async () => {
    expect(await planChecks(filesOf({}))).toMatchObject({ source: 'none', checks: [] });
  });

  test('definitions and lock files are the ones of base', async () => {
    const files = {
      'package.json': manifest({ test: 'vitest' }),
      'package-lock.json': '',
      'vitest.config.ts': '',
      'a.ts': '',
    };
    expect(await planChecks(filesOf(files))).toMatchObject({
      definitions: ['package.json', 'vitest.config.ts'],
      lockFiles: ['package.json', 'package-lock.json'],
    });
  });

  test.each(['{', '[]', '{"scripts":[]}', '"text"'])(
    "a package.json that says %s is the repository's to mend",
    async (text) => {
      const refused = planChecks(filesOf({ 'package.json': text }));
      await expect(refused).rejects.toBeInstanceOf(TaskError);
      await expect(refused).rejects.toMatchObject({ code: 'package_file_invalid', whose: 'yours' });
    },
  );
});
