const OWNER = /^[A-Za-z0-9][A-Za-z0-9-]{0,38}$/;
const NAME = /^[A-Za-z0-9._-]{1,100}$/;

/** Splits `owner/name` as GitHub allows them; undefined for anything else, so that no other text becomes a path. */
export function parseRepositoryName(text: string): { owner: string; name: string } | undefined {
  const [owner = '', name = '', ...rest] = text.split('/');
  const reserved = name === '.' || name === '..' || name.endsWith('.git');
  if (rest.length > 0 || reserved || !OWNER.test(owner) || !NAME.test(name)) return undefined;
  return { owner, name };
}

const NEVER_IN_A_REF = /[\p{Cc} ~^:?*[\\]|\.\.|@\{|\/\/|\.$|\/$|^\/|^-|^@$/u;

/** Whether git itself would take this as a branch or tag name. */
export function isRefName(text: string): boolean {
  if (text === '' || text.length > 250 || NEVER_IN_A_REF.test(text)) return false;
  return text.split('/').every((part) => !part.startsWith('.') && !part.endsWith('.lock'));
}

export function isCommitId(text: string): boolean {
  return /^[0-9a-f]{40}$/.test(text);
}

/** Whether something could lie there: git itself stumbles over a path that leads out, and over a NUL. */
export function isTreePath(text: string): boolean {
  return !text.includes('\0') && text.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}
