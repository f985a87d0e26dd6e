import { oneLine } from '#shared/text/escape.ts';

/** Text of others between tags that nothing inside it can close or open: it keeps its words and loses only that power. */
export function asQuoted(tag: string, attributes: Readonly<Record<string, string>>, text: string): string {
  const named = Object.entries(attributes).map(
    ([name, value]) => ` ${name}="${inert(oneLine(value)).replaceAll('"', "'")}"`,
  );
  return `<${tag}${named.join('')}>\n${inert(text)}\n</${tag}>`;
}

const inert = (text: string): string => text.replace(TAGS, '<\\');

/** Where those begin that our prompts are built with. */
const TAGS =
  /<(?=\/\s*(?:context|rules|request|criteria|checks|note|follow-up)\s*>|(?:context|rules|follow-up)\s+\w+=)/gi;
