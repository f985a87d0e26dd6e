/** Whether a file decides which checks run and how. A change to one is called out beside the evidence. */
export function definesChecks(path: string): boolean {
  return DEFINITIONS.some((definition) => definition.test(path));
}

const DEFINITIONS = [
  /^\.agent\.yml$/,
  /(?:^|\/)package\.json$/,
  /(?:^|\/)(?:vite|vitest|jest|ava|karma|playwright|cypress|eslint|babel)\.(?:config|workspace|conf)\.[cm]?[jt]sx?(?:on)?$/,
  /(?:^|\/)\.(?:mocharc|eslintrc|nycrc|c8rc|babelrc)(?:\.[a-z]+)?$/,
  /(?:^|\/)(?:biome\.jsonc?|tsconfig[^/]*\.json)$/,
  /(?:^|\/)(?:\.npmrc|\.yarnrc(?:\.yml)?|\.pnpmfile\.cjs)$/,
  /(?:^|\/)(?:\.?pytest\.ini|tox\.ini|setup\.cfg|pyproject\.toml|noxfile\.py)$/,
  /(?:^|\/)(?:GNUmakefile|[Mm]akefile)$/,
];

/** Whether a file decides what the set-up installs. */
export function locksDependencies(path: string): boolean {
  return LOCKS.test(path);
}

const LOCKS =
  /(?:^|\/)(?:package(?:-lock)?\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|yarn\.lock|(?:[a-z-]+[-_])?requirements(?:[-_][a-z-]+)?\.txt|requirements\/[^/]+\.txt|pyproject\.toml|setup\.(?:py|cfg)|(?:poetry|uv)\.lock)$/;

/**
 * What a definition says while a change is verified: what base says, or nothing where base has no such file. Of
 * package.json only the parts that define checks come from base, because the rest is what the change is about.
 */
export function asBaseDefines(path: string, base: string | undefined, head: string | undefined): string | undefined {
  const isManifest = path === 'package.json' || path.endsWith('/package.json');
  if (!isManifest || base === undefined || head === undefined) return base;
  const [before, after] = [readObject(base), readObject(head)];
  return before && after ? `${JSON.stringify({ ...without(after), ...only(before) }, null, 2)}\n` : base;
}

/** The keys of package.json that scripts and test runners read. */
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
    // A package.json the change broke: base's stands in for it, and the checks tell.
    return undefined;
  }
}
