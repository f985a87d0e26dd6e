import { plain } from '#shared/text/escape.ts';
import { channelName, type Names, userName } from './mrkdwn.ts';
import { objects } from './value.ts';

type Part = Readonly<Record<string, unknown>>;

/** A rich text block: paragraphs, preformatted text, quotes and lists. Nothing in it is markup. */
export function richTextLines(block: Part, names: Names): readonly string[] {
  return objects(block.elements).flatMap((part) => partLines(part, names));
}

function partLines(part: Part, names: Names): readonly string[] {
  switch (part.type) {
    case 'rich_text_preformatted':
      return inlineLines(part, names).map((line) => `  │ ${line}`);
    case 'rich_text_quote':
      return inlineLines(part, names).map((line) => `> ${line}`);
    case 'rich_text_list':
      return listLines(part, names);
    default:
      return inlineLines(part, names);
  }
}

function listLines(list: Part, names: Names): readonly string[] {
  const margin = '  '.repeat(Number(list.indent ?? 0));
  return objects(list.elements).flatMap((item, index) => {
    const mark = list.style === 'ordered' ? `${Number(list.offset ?? 0) + index + 1}.` : '•';
    const rest = ' '.repeat(mark.length);
    return inlineLines(item, names).map((line, row) => `${margin}${row === 0 ? mark : rest} ${line}`);
  });
}

function inlineLines(part: Part, names: Names): readonly string[] {
  const text = objects(part.elements)
    .map((element) => inline(element, names))
    .join('');
  return plain(text).replace(/\n$/, '').split('\n');
}

function inline(element: Part, names: Names): string {
  switch (element.type) {
    case 'link':
      return element.text ? `${element.text} (${element.url})` : String(element.url);
    case 'user':
      return userName(String(element.user_id), names);
    case 'channel':
      return channelName(String(element.channel_id), names);
    case 'usergroup':
      return `@${element.usergroup_id}`;
    case 'broadcast':
      return `@${element.range}`;
    case 'emoji':
      return `:${element.name}:`;
    case 'date':
      return String(element.fallback ?? new Date(Number(element.timestamp) * 1_000).toISOString());
    case 'color':
      return String(element.value);
    default:
      return String(element.text ?? '');
  }
}
