import type {
  RichTextBlock,
  RichTextBlockElement,
  RichTextElement,
  RichTextPreformatted,
  RichTextSection,
  RichTextText,
} from '@slack/types';
import type { Person } from '#shared/task/task.ts';
import { plain } from '#shared/text/escape.ts';
import { nameOf } from './subject.ts';

/** Part of a line: text, which Slack never parses here, or one of our own elements. */
export type Piece = string | RichTextElement;

/** Slack refuses a text of no characters. */
const NOTHING: RichTextText = { type: 'text', text: '–' };

export const richText = (...elements: readonly RichTextBlockElement[]): RichTextBlock => ({
  type: 'rich_text',
  elements: [...elements],
});

/** Lines under each other. */
export function lines(...rows: readonly (readonly Piece[])[]): RichTextSection {
  const pieces = rows.flatMap((row, index) => (index === 0 ? row : ['\n', ...row]));
  const elements = pieces.map(element).filter((piece) => piece.type !== 'text' || piece.text !== '');
  return { type: 'rich_text_section', elements: elements.length === 0 ? [NOTHING] : elements };
}

/** Output of a program, as it was printed. */
export function preformatted(text: string): RichTextPreformatted {
  const shown = plain(text);
  return { type: 'rich_text_preformatted', elements: [shown === '' ? NOTHING : { type: 'text', text: shown }] };
}

export const bold = (text: string): RichTextText => ({ type: 'text', text, style: { bold: true } });

export const code = (text: string): RichTextText => ({ type: 'text', text, style: { code: true } });

/** Text with `words` in backticks, which are shown as code. */
export const prose = (text: string): readonly Piece[] =>
  text.split(/`([^`\n]+)`/).map((part, index) => (index % 2 === 1 ? code(part) : part));

/** A link where the address is one a person may open, its words alone where it is not. */
export const link = (url: string, words: string): Piece =>
  isWebAddress(url) ? { type: 'link', url, text: words } : words;

export const isWebAddress = (url: string): boolean =>
  url.length <= 3_000 && /^https?:\/\//i.test(url) && URL.canParse(url);

/** Calls a person: the one kind of mention there is. */
export const mention = (person: Person): Piece =>
  isSlackUser(person) ? { type: 'user', user_id: person.id } : nameOf(person);

export const isSlackUser = (person: Person): boolean => /^[UW][A-Z0-9]{1,63}$/.test(person.id);

function element(piece: Piece): RichTextElement {
  if (typeof piece === 'string') return { type: 'text', text: plain(piece) };
  return piece.type === 'text' || piece.type === 'link' ? cleaned(piece) : piece;
}

const cleaned = <P extends { text?: string }>(piece: P): P =>
  piece.text === undefined ? piece : { ...piece, text: plain(piece.text) };
