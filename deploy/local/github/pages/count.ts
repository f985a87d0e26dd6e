/** `1 file`, `2 files`, `1,204 files`. */
export function count(number: number, thing: string): string {
  return `${new Intl.NumberFormat('en').format(number)} ${number === 1 ? thing : plural(thing)}`;
}

function plural(thing: string): string {
  const [first = '', ...rest] = thing.split(' ');
  const last = rest.pop();
  if (last !== undefined) return [first, ...rest, plural(last)].join(' ');
  return /(?:ch|sh|s|x)$/.test(first) ? `${first}es` : `${first}s`;
}
