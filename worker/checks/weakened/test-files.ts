/** Whether a runner takes a file for tests, or tests stand on it. Rust keeps its tests beside what they try. */
export function isTestFile(path: string, text = ''): boolean {
  return (
    PLACES.test(path) ||
    NAMES.some((name) => name.test(path)) ||
    (path.endsWith('.rs') && /#\[(?:\w+::)?test\]/.test(text))
  );
}

/** Expected values that a runner wrote down. */
export const isSnapshot = (path: string): boolean => /\.snap$|(?:^|\/)__snapshots__\/|\.approved\.\w+$/.test(path);

/** Code that came from elsewhere; nobody mends a bug there by changing it here. */
export const isInstalled = (path: string): boolean =>
  /(?:^|\/)(?:node_modules|site-packages|\.venv|vendor|bower_components)\//.test(path);

const PLACES = /(?:^|\/)(?:__tests__|__mocks__|tests?|specs?|e2e|t|cypress|Tests?|[\w.]+\.Tests?)\//;

const NAMES: readonly RegExp[] = [
  /[._-](?:test|spec|cy|e2e)s?\.[cm]?[jt]sx?$/,
  /(?:^|\/)(?:test|spec)s?\.\w+$/,
  /(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest)\.py$/,
  /_test\.(?:go|rs|rb|dart|exs?)$/,
  /(?:^|\/)(?:Test[^/]*|[^/]*(?:Tests?|Spec|IT|Suite))\.(?:java|kts?|groovy|scala|cs|fs|vb|php|swift)$/,
  /_spec\.rb$/,
  /\.(?:t|bats)$/,
];
