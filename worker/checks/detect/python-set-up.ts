import type { RepositoryFiles } from '../check.ts';

const REQUIREMENTS =
  /^(?:requirements\.txt|(?:dev|test)[-_]requirements\.txt|requirements[-_](?:dev|tests?)\.txt|requirements\/(?:dev|tests?)\.txt)$/;
const PROJECT_FILES = ['pyproject.toml', 'setup.cfg', 'setup.py', 'tox.ini'];

/** The files at the root that name what a Python repository needs, and their text. */
export async function readManifests(
  files: RepositoryFiles,
  present: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> {
  const names = [...present].filter((path) => REQUIREMENTS.test(path) || PROJECT_FILES.includes(path));
  const texts = await Promise.all(names.map(async (name) => [name, (await files.read(name)) ?? ''] as const));
  return new Map(texts);
}

/** The commands that make `~/venv`, where checks then run. Nothing when nothing is to be installed. */
export function pythonSetUp(manifests: ReadonlyMap<string, string>, needsPytest: boolean): readonly string[] {
  const requirements = [...manifests.keys()].filter((path) => REQUIREMENTS.test(path));
  const installs = [...requirements.map((path) => `${PIP} -r ${path}`), ...projectInstalls(manifests)];
  if (installs.length === 0 && !needsPytest) return [];
  if (!needsPytest) return ['python3 -m venv "$HOME/venv"', ...installs];
  // Where nothing asks for pytest to be installed, its authors have it on their machines: so may the sandbox.
  const venv = `python3 -m venv ${dependsOnPytest(manifests) ? '' : '--system-site-packages '}"$HOME/venv"`;
  return [venv, ...installs, `python3 -m pytest --version || ${PIP} pytest`];
}

/** Whether installing the repository brings pytest: named somewhere that is no setting of pytest's or tox's own. */
function dependsOnPytest(manifests: ReadonlyMap<string, string>): boolean {
  const texts = [...manifests].filter(([name]) => name !== 'tox.ini').map(([, text]) => text);
  return texts.some((text) => /\bpytest\b/.test(text.replace(/^\[.*\]\s*$/gm, '')));
}

const PIP = 'python3 -m pip install --disable-pip-version-check';

/** Editable, so that the tests import the workspace's code and never a copy of what base had. */
function projectInstalls(manifests: ReadonlyMap<string, string>): readonly string[] {
  const pyproject = manifests.get('pyproject.toml') ?? '';
  const setupCfg = manifests.get('setup.cfg') ?? '';
  if (/^\[tool\.poetry\b/m.test(pyproject)) return POETRY_INSTALLS;
  const isProject = /^\[(?:project|build-system)\]/m.test(pyproject) || /^\[metadata\]/m.test(setupCfg);
  const groups = testNames(section(pyproject, 'dependency-groups'));
  const extras = [
    ...testNames(section(pyproject, 'project.optional-dependencies')),
    ...testNames(section(setupCfg, 'options.extras_require')),
  ];
  return [
    ...(isProject || manifests.has('setup.py') ? [`${PIP} -e '.${extras.length > 0 ? `[${extras}]` : ''}'`] : []),
    ...(groups.length > 0 ? [`${PIP} 'pip>=25.1'`, `${PIP} ${groups.map((name) => `--group ${name}`).join(' ')}`] : []),
  ];
}

/** Poetry's own groups are read by Poetry only. It has a place of its own, so that what it needs itself is not found by the tests. */
const POETRY_INSTALLS = [
  'python3 -m venv "$HOME/poetry"',
  '"$HOME/poetry/bin/pip" install --disable-pip-version-check poetry',
  '"$HOME/poetry/bin/poetry" install --no-interaction',
];

/** The lines below one header of a TOML or INI file. */
function section(text: string, name: string): readonly string[] {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.trim() === `[${name}]`);
  if (start < 0) return [];
  const end = lines.findIndex((line, index) => index > start && /^\[\S+\]\s*$/.test(line));
  return lines.slice(start + 1, end < 0 ? undefined : end);
}

/** What a section calls the needs of its tests; else those of development, which then hold them. */
function testNames(lines: readonly string[]): readonly string[] {
  const names = lines.map((line) => /^([\w-]+)\s*=/.exec(line)?.[1] ?? '');
  const forTests = names.filter((name) => /^(?:tests?|testing)$/.test(name));
  return forTests.length > 0 ? forTests : names.filter((name) => /^(?:dev|develop)$/.test(name));
}
