import { isInstalled, isTestFile } from '../checks/weakened/test-files.ts';
import { byText, folderOf, nameOf } from './file.ts';
import { shownPath } from './shown-path.ts';

interface Found {
  readonly paths: readonly string[];
  /** The text of the file at the root, where there is one. */
  readonly editorConfig?: string | undefined;
  /** Of merged pull requests, newest first. */
  readonly titles: readonly string[];
}

/** How things are done here, as far as that can be seen without reading code; empty when nothing can. */
export function conventionsOf({ paths, editorConfig, titles }: Found): string {
  const tools = paths.filter((path) => TOOLS.test(path)).toSorted(byText);
  const indentation = editorConfig === undefined ? '' : generalSettings(editorConfig);
  return [
    ...(tools.length > 0 ? [`Format and lint: ${tools.slice(0, MOST_TOOLS).map(shownPath).join(', ')}.`] : []),
    ...(indentation === '' ? [] : [`.editorconfig: ${indentation}.`]),
    ...titleStyle(titles),
    ...testNaming(paths),
  ].join('\n');
}

const MOST_TOOLS = 10;

/** At the root, by the names their programs look for. */
const TOOLS =
  /^(?:\.editorconfig|biome\.jsonc?|\.?eslint(?:rc)?(?:\.config)?(?:\.[cm]?[jt]s|\.json|\.ya?ml)?|\.?prettier(?:rc)?(?:\.config)?(?:\.[cm]?[jt]s|\.json5?|\.ya?ml|\.toml)?|\.?oxlintrc\.json|deno\.jsonc?|\.?ruff\.toml|\.flake8|\.pylintrc|\.pre-commit-config\.ya?ml|\.golangci\.(?:ya?ml|toml|json)|\.?rustfmt\.toml|\.?clippy\.toml|\.rubocop\.yml|\.standard\.yml|checkstyle\.xml|\.clang-(?:format|tidy)|\.perltidyrc|\.perlcriticrc|\.php-cs-fixer(?:\.dist)?\.php|phpcs\.xml|\.stylelintrc(?:\.json|\.ya?ml)?|\.scalafmt\.conf|\.swiftlint\.yml|\.?shellcheckrc)$/;

const SETTINGS = ['indent_style', 'indent_size', 'tab_width', 'max_line_length', 'end_of_line'];

/** What holds for all files: the section `[*]`. */
function generalSettings(text: string): string {
  const section = /^\[\*\][^\n]*\n([^[]*)/m.exec(text.replaceAll('\r', ''))?.[1] ?? '';
  const values = new Map(
    [...section.matchAll(/^\s*(\w+)\s*=\s*([\w-]{1,20})\s*$/gm)].map(([, name = '', value = '']) => [
      name.toLowerCase(),
      value,
    ]),
  );
  return SETTINGS.flatMap((name) => (values.has(name) ? [`${name} = ${values.get(name)}`] : [])).join(', ');
}

const FEWEST_TITLES = 3;
/** Of all titles, so that one exception does not hide a custom. */
const MOST_OF_THEM = 0.7;

const STYLES: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:feat|fix|docs|chore|refactor|test|perf|build|ci|style|revert)(?:\([^)]*\))?!?: \S/,
    'as conventional commits do, such as “fix(scope): what”',
  ],
  [/^\[[^\]]+\] ?\S/, 'with a tag before them, such as “[part] what”'],
  [/^[A-Z][A-Z\d]+-\d+\b/, 'with a ticket before them, such as “ABC-123 what”'],
  [/^[\w./-]+: \S/, 'with the part they change before them, such as “part: what”'],
];

function titleStyle(titles: readonly string[]): readonly string[] {
  if (titles.length < FEWEST_TITLES) return [];
  const [, words] = STYLES.find(([pattern]) => share(titles, pattern) >= MOST_OF_THEM) ?? [];
  return words ? [`Titles of changes are written ${words}.`] : [];
}

const share = (titles: readonly string[], pattern: RegExp): number =>
  titles.filter((title) => pattern.test(title.trim())).length / titles.length;

const MOST_FOLDERS = 3;

/** `Tests are called *.test.ts (14) and *_test.py (3), in test/ and src/.` */
function testNaming(paths: readonly string[]): readonly string[] {
  const tests = paths.filter((path) => isTestFile(path) && !isInstalled(path));
  const shapes = mostFrequent(tests.flatMap((path) => shapeOf(nameOf(path)) ?? []));
  if (shapes.length === 0) return [];
  const named = tests.filter((path) => shapeOf(nameOf(path)) !== undefined);
  const places = mostFrequent(named.map((path) => topOf(folderOf(path)))).slice(0, MOST_FOLDERS);
  const counted = shapes.slice(0, MOST_FOLDERS).map(([shape, count]) => `${shape} (${count})`);
  return [`Tests are called ${counted.join(', ')}, in ${places.map(([place]) => place).join(', ')}.`];
}

/** What of a name every test's has. */
function shapeOf(name: string): string | undefined {
  const ending = /(?:[._-](?:test|spec|cy|e2e)s?|_test|_spec|Tests?|Spec|IT)(?:\.[a-z]+){1,2}$|\.(?:t|bats)$/.exec(
    name,
  )?.[0];
  if (ending) return `*${ending}`;
  const [, beginning, extension] = /^(test_|Test).*(\.\w+)$/.exec(name) ?? [];
  return beginning && extension ? `${beginning}*${extension}` : undefined;
}

const topOf = (folder: string): string => (folder === '' ? 'the root' : `${shownPath(folder.split('/')[0] ?? '')}/`);

function mostFrequent(values: readonly string[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted(([a, one], [b, other]) => other - one || byText(a, b));
}
