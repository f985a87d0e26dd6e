import { plain } from '#shared/text/escape.ts';
import { elementLine, placeholder } from './elements.ts';
import type { Names } from './mrkdwn.ts';
import { planLines, taskLines } from './plan.ts';
import { richTextLines } from './rich-text.ts';
import { tableLines } from './table.ts';
import { objects, wordsOf } from './value.ts';

type Block = Readonly<Record<string, unknown>>;
type Lines = (block: Block, names: Names) => readonly string[];

const RULE = '─'.repeat(40);

const BLOCKS: Readonly<Record<string, Lines>> = {
  header: (block) => [`━━ ${plain(wordsOf(block.text))}`],
  section: sectionLines,
  context: (block, names) => [elementTexts(block, names).join(' · ')],
  actions: (block, names) => [elementTexts(block, names).join(' ')],
  context_actions: (block, names) => [elementTexts(block, names).join(' ')],
  divider: () => [RULE],
  image: (block, names) => [elementLine(block, names)],
  input: inputLines,
  markdown: (block) => plain(wordsOf(block.text)).split('\n'),
  rich_text: richTextLines,
  plan: planLines,
  task_card: taskLines,
  table: tableLines,
};

/** Any block as plain lines. One that is not known says so instead of vanishing. */
export function blockLines(block: Block, names: Names): readonly string[] {
  const type = String(block.type);
  const lines = Object.hasOwn(BLOCKS, type) ? BLOCKS[type] : undefined;
  return lines === undefined ? [`[${plain(type)}]`] : lines(block, names);
}

function sectionLines(block: Block, names: Names): readonly string[] {
  const texts = [...objects([block.text]), ...objects(block.fields)].flatMap((text) =>
    elementLine(text, names).split('\n'),
  );
  return [...texts, ...objects([block.accessory]).map((element) => elementLine(element, names))];
}

function inputLines(block: Block, names: Names): readonly string[] {
  const optional = block.optional === true ? ' (optional)' : '';
  const element = objects([block.element]).map((input) => inputField(input, names));
  const hint = wordsOf(block.hint);
  return [
    `${plain(wordsOf(block.label))}${optional}: ${element.join('')}`,
    ...(hint === '' ? [] : [`  ${plain(hint)}`]),
  ];
}

function inputField(element: Block, names: Names): string {
  return String(element.type).endsWith('_input')
    ? `[${placeholder(element) || '_'.repeat(20)}]`
    : elementLine(element, names);
}

function elementTexts(block: Block, names: Names): readonly string[] {
  return objects(block.elements).map((element) => elementLine(element, names));
}
