/** Text for Slack's mrkdwn: nothing in it can mention or hide an address. Slack asks for these three, in this order. */
export function escapeMrkdwn(text: string): string {
  return plain(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** What Slack escaped on the way in, as the person typed it. */
export function unescapeMrkdwn(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/**
 * Text for GitHub's Markdown: it shows what was written and does nothing. No mention pings, no `#1` or `fixes #1`
 * links or closes, no image loads, no HTML, no table or heading breaks out.
 */
export function escapeMarkdown(text: string): string {
  const escaped = plain(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_{}[\]()|!~$]/g, '\\$&')
    .replace(/^[ \t]*(?:\d+(?=\.)|(?=[-+=]))/gm, '$&\\');
  return defuse(escaped);
}

/**
 * Plain text for a commit message, which formats nothing but acts on words: no mention, no issue, no link, no trailer that
 * signs for somebody, nothing that tells a CI service to look away.
 */
export const inertMessage = (text: string): string => withoutSwitches(defuse(plain(text)));

/** Text without what acts even as code, once it is part of a commit message: signatures, and switches of CI services. */
export const withoutSwitches = (text: string): string =>
  text.replace(SIGNATURE, `$&${WORD_JOINER}`).replace(CI_SWITCH, `$&${WORD_JOINER}`);

const SIGNATURE = /^[ \t]*(?:[\w-]+-by|skip-checks|bellhop-[\w-]+)(?=[ \t]*:)/gim;
/** The beginnings of `[skip ci]`, `[no ci]`, `***NO_CI***` and their like. */
const CI_SWITCH = /\[(?=[^\]\n]*\b(?:ci|actions|travis|buildkite|cd|azp|skip)\b)|\*{3}(?=NO_CI)/gi;

function defuse(text: string): string {
  return text
    .replace(/[@#]/g, (sign) => `${sign}${WORD_JOINER}`)
    .replace(/\b(GH)-(?=\d)/gi, `$1-${WORD_JOINER}`)
    .replace(/(https?|ftp)(?=:\/\/)|www(?=\.)/gi, (scheme) => scheme + WORD_JOINER);
}

/** Invisible, and enough to keep `@name` from being a mention and an address from being a link. */
const WORD_JOINER = '\u2060';

/** Plain text: no terminal codes, no control characters but tab and newline, nothing that reorders or hides text. */
export function plain(text: string): string {
  // Well-formed first: taking a character away may not join two halves into one that is hidden.
  return text
    .toWellFormed()
    .replace(TERMINAL_CODES, '')
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(CONTROLS, '')
    .replace(INVISIBLE, '');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what this looks for
const TERMINAL_CODES = /\u001b(?:\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\[[0-?]*[ -/]*[@-~]?|[@-_])/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;
/** Zero-width and blank characters, what turns the direction, tags: what no reader sees but a program obeys. */
const INVISIBLE = /[[\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]--[\ufe00-\ufe0f]]/gv;

/** One line: for titles, cells and anything that must not break out of its row. */
export const oneLine = (text: string): string => plain(text).replace(/\s+/g, ' ').trim();

/** Typographic quotes and dashes as a shell or a parser would want them. Phones type these by themselves. */
export function straighten(text: string): string {
  return text
    .replace(/[\u2018\u2019\u201a\u201b]/g, "'")
    .replace(/[\u201c\u201d\u201e\u201f]/g, '"')
    .replace(/[\u2013\u2014\u2212]/g, '--')
    .replace(/[\u00a0\u2007\u202f]/g, ' ');
}
