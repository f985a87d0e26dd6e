/** What stands where a secret stood. */
export const HIDDEN = '[secret hidden]';

export type Redact = (text: string) => string;

/**
 * A function that hides secrets: the values given, in the encodings they usually leak in, and whatever looks like a
 * credential of a well-known kind. Values shorter than 8 characters are left out: hiding them would hide words.
 */
export function redactor(secrets: readonly string[]): Redact {
  const values = secrets.filter((secret) => secret.length >= 8).flatMap(encodings);
  const known = [...new Set(values)].sort((a, b) => b.length - a.length);
  return (text) => PATTERNS.reduce((left, pattern) => left.replace(pattern, HIDDEN), known.reduce(hide, text));
}

const hide = (text: string, value: string): string => text.replaceAll(value, HIDDEN);

function encodings(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const hex = bytes.toString('hex');
  return [
    secret,
    encodeURIComponent(secret),
    encodeURIComponent(secret).replace(/%[0-9A-F]{2}/g, (octet) => octet.toLowerCase()),
    JSON.stringify(secret).slice(1, -1),
    Array.from(secret).reverse().join(''),
    hex,
    hex.toUpperCase(),
    ...base64Forms(bytes),
  ];
}

/** Base64 of a value inside a longer text starts at one of three alignments; the characters they share are kept. */
function base64Forms(bytes: Buffer): readonly string[] {
  return [0, 1, 2].flatMap((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const start = shift === 0 ? 0 : shift + 1;
    const whole = (bytes.length + shift) % 3 === 0 ? encoded.length : encoded.length - 1;
    const form = encoded.slice(start, whole);
    return form.length < 8 ? [] : [form, form.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

/** Something that looks like a credential: what kind, and where in the text. */
interface FoundSecret {
  readonly kind: string;
  readonly at: number;
  readonly text: string;
}

/** Whatever in a text looks like a credential of a well-known kind, for who must name it without showing it. */
export function secretsIn(text: string): readonly FoundSecret[] {
  return KINDS.flatMap(({ kind, patterns }) =>
    patterns.flatMap((pattern) =>
      [...text.matchAll(pattern)].map((match) => ({ kind, at: match.index, text: match[0] })),
    ),
  );
}

const KINDS: readonly { readonly kind: string; readonly patterns: readonly RegExp[] }[] = [
  { kind: 'a GitHub token', patterns: [/\bgh[pousr]_[A-Za-z0-9]{20,255}\b/g, /\bgithub_pat_[A-Za-z0-9_]{22,255}\b/g] },
  {
    kind: 'a Slack token',
    patterns: [
      /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/g,
      /\bxapp-\d-[A-Za-z0-9-]{10,}/g,
      /https:\/\/hooks\.slack\.com\/(?:services|workflows|triggers)\/[A-Za-z0-9/_-]+/g,
    ],
  },
  { kind: 'a Google key', patterns: [/\bAIza[0-9A-Za-z_-]{35}/g, /\bya29\.[0-9A-Za-z_-]{20,}/g] },
  { kind: 'an AWS key', patterns: [/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g] },
  { kind: "a model provider's key", patterns: [/\bsk-(?:ant-|proj-|live-)?[A-Za-z0-9_-]{20,}/g] },
  { kind: 'a payment key', patterns: [/\b[rs]k_(?:live|test)_[0-9A-Za-z]{16,}/g] },
  {
    kind: "a package registry's token",
    patterns: [/\bnpm_[A-Za-z0-9]{36}\b/g, /\bpypi-[A-Za-z0-9_-]{50,}/g],
  },
  {
    kind: 'a private key',
    patterns: [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g],
  },
  {
    kind: 'a signed token',
    patterns: [/(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/g],
  },
  { kind: 'a password in an address', patterns: [/(?<=:\/\/[^\s:/@]{1,200}:)[^\s@/]{3,200}(?=@)/g] },
];

const PATTERNS: readonly RegExp[] = KINDS.flatMap(({ patterns }) => patterns);
