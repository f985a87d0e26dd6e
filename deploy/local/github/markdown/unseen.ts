/** A stretch of text; `unseen`: the name of a character no reader would see, which acts all the same. */
export type Stretch = { readonly text: string } | { readonly unseen: string };

/**
 * Cuts text at what could hide or reorder it: controls, what turns the direction, characters without a width. In prose
 * the joiners of emoji and of some scripts may stay, and the one that keeps a name from being a mention.
 */
export function stretches(text: string, kind: 'prose' | 'code'): readonly Stretch[] {
  return text
    .toWellFormed()
    .split(kind === 'prose' ? UNSEEN_IN_PROSE : UNSEEN_IN_CODE)
    .map((part, index) => (index % 2 === 0 ? { text: part } : { unseen: nameOf(part) }))
    .filter((stretch) => !('text' in stretch) || stretch.text !== '');
}

// Capturing, so that what is cut at is kept: every second part is a character of these.
const UNSEEN_IN_CODE = /([[\p{Cc}\p{Default_Ignorable_Code_Point}\u2028\u2029\ufff9-\ufffb]--[\t\n\ufe00-\ufe0f]])/v;
const UNSEEN_IN_PROSE =
  /([[\p{Cc}\p{Default_Ignorable_Code_Point}\u2028\u2029\ufff9-\ufffb]--[\t\n\ufe00-\ufe0f\u200c\u200d\u2060]])/v;

function nameOf(character: string): string {
  const number = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
  return `U+${number.padStart(4, '0')}`;
}
