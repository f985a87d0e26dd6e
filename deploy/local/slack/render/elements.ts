import { plain } from '#shared/text/escape.ts';
import { type Names, textWords } from './mrkdwn.ts';
import { objects, wordsOf } from './value.ts';

type Element = Readonly<Record<string, unknown>>;

/** A text, button, menu, picker or picture in one line; a text may have several. */
export function elementLine(element: Element, names: Names): string {
  switch (element.type) {
    case 'mrkdwn':
    case 'plain_text':
      return textWords(element, names);
    case 'button':
      return `[${textWords(element.text, names)}${element.url === undefined ? '' : `: ${plain(wordsOf(element.url))}`}]`;
    case 'icon_button':
      return `[${textWords(element.text, names)}]`;
    case 'feedback_buttons':
      return optionTexts([element.positive_button, element.negative_button], names, (words) => `[${words}]`).join(' ');
    case 'image':
      return `[image: ${plain(wordsOf(element.alt_text))}]`;
    case 'checkboxes':
    case 'radio_buttons':
      return optionTexts(element.options, names, (words) => `( ) ${words}`).join('  ');
    case 'overflow':
      return `[… ${optionTexts(element.options, names, (words) => words).join(' | ')}]`;
    default:
      return `[${placeholder(element)} ▾]`;
  }
}

/** What an input shows while nobody has typed: its first value, or its placeholder. */
export function placeholder(element: Element): string {
  const [initial] = objects([element.initial_option]);
  return plain(wordsOf(element.initial_value) || wordsOf(initial?.text) || wordsOf(element.placeholder));
}

function optionTexts(options: unknown, names: Names, shape: (words: string) => string): readonly string[] {
  return objects(options).map(({ text }) => shape(textWords(text, names)));
}
