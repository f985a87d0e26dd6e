import { oneLine, straighten, unescapeMrkdwn } from '#shared/text/escape.ts';

/** What a person typed after `/agent`. */
export type Command =
  | { readonly kind: 'form' }
  | { readonly kind: 'help' }
  | { readonly kind: 'list' }
  | { readonly kind: 'status'; readonly task: string }
  /** Of one repository, by the word that names it; or of all. */
  | { readonly kind: 'memory'; readonly repository?: string }
  | { readonly kind: 'check'; readonly asked: Asked }
  | { readonly kind: 'task'; readonly asked: Asked }
  /** A repository, and nothing to do in it. */
  | { readonly kind: 'empty' }
  | { readonly kind: 'unknown'; readonly word: string };

export interface Asked {
  /** As typed: `owner/name`, or only the name. */
  readonly repository: string;
  readonly base?: string;
  readonly words: string;
}

/**
 * Reads the command's text. The first word decides: one of our verbs, or the repository, with `@branch` where asked.
 * A word is a repository when it has a slash or is one of `known`; nothing is ever guessed from prose.
 */
export function parseCommand(text: string, known: readonly string[]): Command {
  const typed = unescapeMrkdwn(text).trim();
  if (typed === '') return { kind: 'form' };
  const [first, rest] = splitFirst(typed);
  switch (first.toLowerCase()) {
    case 'help':
      return { kind: 'help' };
    case 'list':
      return { kind: 'list' };
    case 'status':
      return rest === '' ? { kind: 'list' } : { kind: 'status', task: splitFirst(rest)[0] };
    case 'memory':
      return rest === ''
        ? { kind: 'memory' }
        : { kind: 'memory', repository: readTarget(splitFirst(rest)[0]).repository };
    case 'check':
      return asking('check', rest, known);
    default:
      return asking('task', typed, known);
  }
}

function asking(kind: 'task' | 'check', text: string, known: readonly string[]): Command {
  const [first, words] = splitFirst(text);
  const { repository, base } = readTarget(first);
  if (first === '') return { kind: 'empty' };
  if (!looksLikeRepository(repository, known)) return { kind: 'unknown', word: oneLine(first) };
  if (words === '') return { kind: 'empty' };
  return { kind, asked: { repository, ...(base && { base }), words } };
}

/** Phones put typographic quotes around words and turn `--` into a dash; a repository has none of these. */
function readTarget(word: string): { repository: string; base?: string } {
  const target = straighten(word).replace(/^['"`]+|['"`:,]+$/g, '');
  const [repository = '', ...branch] = target.split('@');
  return branch.length > 0 ? { repository, base: branch.join('@') } : { repository };
}

function looksLikeRepository(word: string, known: readonly string[]): boolean {
  return /^[^/\s]+\/[^/\s]+$/.test(word) || matching(word, known).length > 0;
}

/** The known repositories a word may mean: by full name, or by the name behind the slash. */
export function matching(word: string, known: readonly string[]): readonly string[] {
  const wanted = word.toLowerCase();
  const exact = known.filter((repository) => repository.toLowerCase() === wanted);
  return exact.length > 0 ? exact : known.filter((repository) => repository.toLowerCase().split('/')[1] === wanted);
}

function splitFirst(text: string): readonly [string, string] {
  const trimmed = text.trim();
  const end = trimmed.search(/\s/);
  return end < 0 ? [trimmed, ''] : [trimmed.slice(0, end), trimmed.slice(end).trim()];
}
