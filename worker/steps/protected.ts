/** What GitHub runs with the repository's own rights; also a file or link that takes the place of its folder. */
const WORKFLOWS = /^\.github(?:\/workflows(?:\/.*)?)?$/i;

/** The first of the changed paths that no task may change; undefined when all are fine. */
export function protectedPathIn(paths: readonly string[], globs: readonly string[]): string | undefined {
  const patterns = [WORKFLOWS, ...globs.map(patternOf)];
  return paths.find((path) => patterns.some((pattern) => pattern.test(path)));
}

/**
 * Read as generously as a protection should be: a folder's name protects what is in it, a name without a slash counts
 * at every depth, hidden files are no exception, and neither is another spelling in capitals.
 */
function patternOf(glob: string): RegExp {
  const path = glob.replace(/^\.?\//, '').replace(/\/$/, '');
  const start = glob.replace(/\/$/, '').includes('/') ? '^' : '(?:^|/)';
  const parts = path.split(/(\*\*\/|\*\*|\*|\?)/).map((part) => WILDCARDS[part] ?? literal(part));
  return new RegExp(`${start}${parts.join('')}(?:/|$)`, 'i');
}

const WILDCARDS: Readonly<Record<string, string>> = { '**/': '(?:.*/)?', '**': '.*', '*': '[^/]*', '?': '[^/]' };

const literal = (text: string): string => text.replace(/[\\^$.|+()[\]{}]/g, '\\$&');
