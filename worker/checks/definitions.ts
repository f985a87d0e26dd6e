import { isDeepStrictEqual } from 'node:util';

/** Whether a file decides which checks run and how. A change to one is called out beside the evidence. */
export function definesChecks(path: string): boolean {
  return DEFINITIONS.some((definition) => definition.test(path));
}

/**
 * Settings of runners, and what starts them. Not among them is what a change has to be able to touch for its own sake:
 * tests and what they share (conftest.py, spec_helper.rb), and manifests in which dependencies and settings of tests
 * cannot be told apart (Cargo.toml, pom.xml, build.gradle, *.csproj). A test that one of those silences is seen all the
 * same, as one that was not run: their runners name each test.
 */
const DEFINITIONS = [
  /^\.agent\.yml$/,
  /^\.github\/workflows\/copilot-setup-steps\.ya?ml$|^\.devcontainer(?:\/devcontainer)?\.json$/,
  /(?:^|\/)(?:package|composer|turbo|nx|lerna|global)\.json$/,
  /(?:^|\/)(?:vite|vitest|jest|ava|karma|playwright|cypress|eslint|babel)\.(?:config|workspace|conf)\.[cm]?[jt]sx?(?:on)?$/,
  /(?:^|\/)\.(?:mocharc|eslintrc|nycrc|c8rc|babelrc)(?:\.[a-z]+)?$/,
  /(?:^|\/)(?:biome\.jsonc?|tsconfig[^/]*\.json)$/,
  /(?:^|\/)(?:\.npmrc|\.yarnrc(?:\.yml)?|\.pnpmfile\.cjs)$/,
  /(?:^|\/)(?:\.?pytest\.ini|tox\.ini|setup\.cfg|pyproject\.toml|noxfile\.py)$/,
  /(?:^|\/)(?:GNUmakefile|[Mm]akefile)$/,
  // Cargo's settings can put another program before each test.
  /(?:^|\/)(?:\.cargo\/config(?:\.toml)?|\.config\/nextest\.toml|rust-toolchain(?:\.toml)?)$/,
  // The wrappers are scripts of the repository, and are what the checks start.
  /(?:^|\/)(?:mvnw|gradlew)(?:\.(?:cmd|bat))?$/,
  /(?:^|\/)(?:\.mvn|gradle\/wrapper)\//,
  /(?:^|\/)(?:[Rr]akefile(?:\.rb)?|\.rspec)$/,
  /(?:^|\/)phpunit\.(?:dist\.)?xml(?:\.dist)?$/,
  /(?:^|\/)(?:[^/]+\.runsettings|xunit\.runner\.json|testconfig\.json)$/,
  /(?:^|\/)(?:\.proverc|Makefile\.PL|Build\.PL)$/,
];

/** Whether a file decides what the set-up installs. */
export function locksDependencies(path: string): boolean {
  return LOCKS.test(path);
}

const LOCKS = new RegExp(
  `(?:^|/)(?:${[
    String.raw`package(?:-lock)?\.json|npm-shrinkwrap\.json|pnpm-(?:lock|workspace)\.yaml|yarn\.lock`,
    String.raw`(?:[a-z-]+[-_])?requirements(?:[-_][a-z-]+)?\.txt|requirements/[^/]+\.txt`,
    String.raw`pyproject\.toml|setup\.(?:py|cfg)|(?:poetry|uv)\.lock`,
    String.raw`go\.(?:mod|sum|work|work\.sum)`,
    String.raw`Cargo\.(?:toml|lock)`,
    String.raw`pom\.xml|(?:build|settings)\.gradle(?:\.kts)?|gradle\.properties|[^/]+\.versions\.toml|[^/]*gradle\.lockfile`,
    String.raw`gradle-wrapper\.properties|maven-wrapper\.properties`,
    String.raw`Gemfile(?:\.lock)?|gems\.(?:rb|locked)|[^/]+\.gemspec`,
    String.raw`composer\.(?:json|lock)`,
    String.raw`[^/]+\.(?:cs|fs|vb)proj|packages\.lock\.json|Directory\.(?:Packages|Build)\.props|[Nn]u[Gg]et\.[Cc]onfig`,
  ].join('|')})$`,
);

/**
 * What a definition says while a change is verified: what base says, or nothing where base has no such file. Of a
 * manifest in JSON only the parts that define checks come from base, because the rest is what the change is about.
 */
export function asBaseDefines(path: string, base: string | undefined, head: string | undefined): string | undefined {
  if (!/(?:^|\/)(?:package|composer)\.json$/.test(path) || base === undefined || head === undefined) return base;
  const [before, after] = [readObject(base), readObject(head)];
  if (!before || !after) return base;
  if (isDeepStrictEqual(only(before), only(after))) return head;
  return `${JSON.stringify({ ...without(after), ...only(before) }, null, 2)}\n`;
}

/** The keys of package.json and composer.json that scripts and test runners read. */
const CHECK_KEYS = new Set(['scripts', 'vitest', 'jest', 'mocha', 'ava', 'nyc', 'c8', 'babel', 'eslintConfig']);

function only(manifest: object): object {
  return Object.fromEntries(Object.entries(manifest).filter(([key]) => CHECK_KEYS.has(key)));
}

function without(manifest: object): object {
  return Object.fromEntries(Object.entries(manifest).filter(([key]) => !CHECK_KEYS.has(key)));
}

function readObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    // A manifest the change broke: base's stands in for it, and the checks tell.
    return undefined;
  }
}
