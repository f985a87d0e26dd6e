/**
 * What GitHub runs with the repository's own rights, or lets act on it: workflows, the actions they are made of, the
 * settings of its own bot. Also a file or link that takes the place of such a folder.
 */
export const WORKFLOW = /^\.github(?:\/(?:workflows|actions)(?:\/.*)?|\/dependabot\.ya?ml)?$/i;

/** Those of the changed paths that no task may change. */
export function protectedPaths(paths: readonly string[], globs: readonly string[]): readonly string[] {
  return paths.filter((path) => WORKFLOW.test(path) || matchesAny(path, globs));
}

/** Whether one of the globs means a path, read as generously as a protection should be. */
export const matchesAny = (path: string, globs: readonly string[]): boolean =>
  globs.some((glob) => patternOf(glob).test(path));

/**
 * A folder's name means what is in it, a name without a slash counts at every depth, hidden files are no exception, and
 * neither is another spelling in capitals.
 */
function patternOf(glob: string): RegExp {
  const path = glob.replace(/^\.?\//, '').replace(/\/$/, '');
  const start = glob.replace(/\/$/, '').includes('/') ? '^' : '(?:^|/)';
  const parts = path.split(/(\*\*\/|\*\*|\*|\?)/).map((part) => WILDCARDS[part] ?? literal(part));
  return new RegExp(`${start}${parts.join('')}(?:/|$)`, 'i');
}

const WILDCARDS: Readonly<Record<string, string>> = { '**/': '(?:.*/)?', '**': '.*', '*': '[^/]*', '?': '[^/]' };

const literal = (text: string): string => text.replace(/[\\^$.|+()[\]{}]/g, '\\$&');
