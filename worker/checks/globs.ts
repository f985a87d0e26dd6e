/**
 * A glob as a regular expression that JavaScript and `find -regextype posix-extended` read alike: `*` stays inside a
 * folder, and a folder called `**` stands for any number of them.
 */
export function patternOf(glob: string): string {
  const parts = glob.replace(/^\.\//, '').split(/(\*\*\/|\*\*|\*|\?)/);
  return parts.map((part) => WILDCARDS.get(part) ?? part.replace(/[\\^$.|+()[\]{}]/g, '\\$&')).join('');
}

const WILDCARDS: ReadonlyMap<string, string> = new Map([
  ['**/', '(.*/)?'],
  ['**', '.*'],
  ['*', '[^/]*'],
  ['?', '[^/]'],
]);
