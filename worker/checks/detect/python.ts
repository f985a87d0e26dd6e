import type { RepositoryFiles } from '../check.ts';
import { type Ecosystem, ecosystem, NOTHING } from './ecosystem.ts';
import { pythonSetUp, readManifests } from './python-set-up.ts';

/** A repository with Python tests: pytest where anything asks for it, else unittest. */
export async function detectPython(files: RepositoryFiles, present: ReadonlySet<string>): Promise<Ecosystem> {
  const tests = [...present].filter((path) => TEST_FILE.test(path));
  const manifests = await readManifests(files, present);
  const runner = settingsOf(manifests, present, tests) ?? (await habitOf(files, tests));
  if (!runner) return NOTHING;
  const usesPytest = runner.name === 'pytest';
  const command = usesPytest ? 'python3 -m pytest' : unittestCommand(tests, present);
  return ecosystem(['python3'], pythonSetUp(manifests, usesPytest), { name: runner.name, command }, runner.seenIn);
}

interface Runner {
  readonly name: 'pytest' | 'unittest';
  readonly seenIn: string;
}

const TEST_FILE = /(?:^|\/)(?:test[^/]*|[^/]*_test)\.py$/;
const PYTEST_SETTINGS = /^\[(?:tool\.pytest|tool:pytest|pytest\])/m;

/** Settings of pytest speak for themselves; a mere mention of it does so only beside tests. */
function settingsOf(
  manifests: ReadonlyMap<string, string>,
  present: ReadonlySet<string>,
  tests: readonly string[],
): Runner | undefined {
  const texts = [...manifests];
  const settings = present.has('pytest.ini') ? 'pytest.ini' : texts.find(([, text]) => PYTEST_SETTINGS.test(text))?.[0];
  if (settings !== undefined || tests.length === 0) return settings ? { name: 'pytest', seenIn: settings } : undefined;
  const mention = texts.find(([, text]) => /\bpytest\b/.test(text))?.[0];
  const seenIn = mention ?? [...present].find((path) => /(?:^|\/)conftest\.py$/.test(path));
  return seenIn ? { name: 'pytest', seenIn } : undefined;
}

/** Enough to find the habit of a repository without reading all of it. */
const TESTS_TO_READ = 20;

/** What the tests themselves are written for: a file that only happens to be called like a test is written for nothing. */
async function habitOf(files: RepositoryFiles, tests: readonly string[]): Promise<Runner | undefined> {
  let unittest: Runner | undefined;
  for (const path of tests.slice(0, TESTS_TO_READ)) {
    const text = (await files.read(path)) ?? '';
    if (/^\s*(?:import|from) pytest\b|^def test_/m.test(text)) return { name: 'pytest', seenIn: path };
    if (/^\s*(?:import|from) unittest\b/m.test(text)) unittest ??= { name: 'unittest', seenIn: path };
  }
  return unittest;
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
