import { HIDDEN, type Redact, secretsIn } from '#shared/text/redact.ts';
import { linesOf, type PatchLine } from './patch.ts';

/** A secret that a change would publish: where it stands and of which kind it is, never what it says. */
export interface SecretFound {
  readonly path: string;
  readonly line: number;
  readonly kind: string;
}

/** The secrets a patch adds. One it only moves was there before, and is not held against it. */
export function secretsAdded(patch: string, redact: Redact): readonly SecretFound[] {
  const lines = [...linesOf(patch)];
  const before = new Set(lines.filter(({ sign }) => sign === '-').flatMap(({ text }) => valuesIn(text)));
  return lines.filter(({ sign }) => sign === '+').flatMap((line) => inLine(line, before, redact));
}

const valuesIn = (text: string): readonly string[] => secretsIn(text).map((found) => found.text);

function inLine({ path, line, text }: PatchLine, before: ReadonlySet<string>, redact: Redact): readonly SecretFound[] {
  const found = secretsIn(text).filter((secret) => !before.has(secret.text) && !isPlaceholder(secret, text));
  const kinds = new Set(found.map(({ kind }) => kind));
  // What no pattern knows and the redactor hides all the same is a value that this worker was given.
  if (secretsIn(text).length === 0 && redact(text).includes(HIDDEN)) kinds.add('a secret of this bot');
  return [...kinds].map((kind) => ({ path, line, kind }));
}

/** What examples and tests write where a password belongs; only addresses are so common that they need it. */
function isPlaceholder({ kind, at, text }: ReturnType<typeof secretsIn>[number], line: string): boolean {
  if (kind !== 'a password in an address') return false;
  const host = line.slice(at + text.length + 1);
  return PLACEHOLDER.test(text) || EXAMPLE_HOST.test(host);
}

const PLACEHOLDER = /^(?:pass(?:word|wd)?|pwd|secret|token|test|example|changeme|postgres|root|x+|\*+|\.+|[$%<{].*)$/i;
const EXAMPLE_HOST =
  /^(?:localhost|127\.0\.0\.1|\[::1\]|(?:[\w-]+\.)*(?:example(?:\.\w+)?|test|invalid|local))(?![\w.-])/i;
