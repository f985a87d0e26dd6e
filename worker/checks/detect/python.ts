import type { RepositoryFiles } from '../check.ts';
import { type Ecosystem, NOTHING } from './ecosystem.ts';
import { pythonSetUp, readManifests } from './python-set-up.ts';

/** A repository with Python tests: pytest where anything asks for it, else unittest. */
export async function detectPython(files: RepositoryFiles, present: ReadonlySet<string>): Promise<Ecosystem> {
  const tests = [...present].filter((path) => TEST_FILE.test(path));
  const manifests = await readManifests(files, present);
  const reason = await whyPytest(files, present, manifests, tests);
  if (tests.length === 0 && reason !== 'its settings') return NOTHING;
  const command = reason ? 'python3 -m pytest' : unittestCommand(tests, present);
  return {
    setup: pythonSetUp(manifests, reason !== undefined).map((each) => ({ command: each })),
    checks: [{ name: reason ? 'pytest' : 'unittest', command }],
    words: reason ? `pytest (${reason})` : `unittest (${tests[0]})`,
  };
}

const TEST_FILE = /(?:^|\/)(?:test[^/]*|[^/]*_test)\.py$/;
const PYTEST_SETTINGS = /^\[(?:tool\.pytest|tool:pytest|pytest\])/m;

async function whyPytest(
  files: RepositoryFiles,
  present: ReadonlySet<string>,
  manifests: ReadonlyMap<string, string>,
  tests: readonly string[],
): Promise<string | undefined> {
  const hasSettings = present.has('pytest.ini') || [...manifests.values()].some((text) => PYTEST_SETTINGS.test(text));
  if (hasSettings) return 'its settings';
  const named = [...manifests].find(([, text]) => /\bpytest\b/.test(text));
  if (named) return named[0];
  const conftest = [...present].find((path) => /(?:^|\/)conftest\.py$/.test(path));
  return conftest ?? (await firstThatImportsPytest(files, tests));
}

/** Enough to find the habit of a repository without reading all of it. */
const TESTS_TO_READ = 40;

async function firstThatImportsPytest(files: RepositoryFiles, tests: readonly string[]): Promise<string | undefined> {
  for (const path of tests.slice(0, TESTS_TO_READ)) {
    const text = await files.read(path);
    if (text && /^\s*(?:import|from) pytest\b/m.test(text)) return path;
    if (text && /^def test_/m.test(text)) return path;
  }
  return undefined;
}

/** Discovery enters a folder only when it is a package; of others it has to be told. */
function unittestCommand(tests: readonly string[], present: ReadonlySet<string>): string {
  const outside = tests.filter((path) => !isInPackages(path, present));
  const [folder, another] = new Set(outside.map((path) => path.split('/')[0] ?? ''));
  const isPlain = folder !== undefined && another === undefined && /^[\w.-]+$/.test(folder);
  return isPlain ? `python3 -m unittest discover -s ${folder}` : 'python3 -m unittest';
}

function isInPackages(path: string, present: ReadonlySet<string>): boolean {
  const folders = path.split('/').slice(0, -1);
  return folders.every((_, index) => present.has(`${folders.slice(0, index + 1).join('/')}/__init__.py`));
}
