import { XMLParser } from 'fast-xml-parser';
import * as z from 'zod';

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | undefined>>;
  readonly children: readonly Element[];
}

/** Reads an XML document to its root element, without its texts. Declared entities stay as they are written. */
export function parseXml(text: string): Element {
  const [root, another] = elements(Nodes.parse(parser().parse(text)));
  if (!root || another) throw new Error('not one XML document');
  if (!isClosed(root, text)) throw new Error('the XML ends in the middle');
  return root;
}

/** The parser closes what is left open, so a report that was cut off would look like a short whole one. */
function isClosed({ name, children }: Element, text: string): boolean {
  const end = text.slice(-1_000).trimEnd();
  if (children.length === 0 && end.endsWith('/>')) return true;
  const [, tag] = /<\/([^\s<>]+)\s*>$/.exec(end) ?? [];
  return tag === name;
}

const Nodes = z.array(z.record(z.string(), z.unknown()));
const Attributes = z.record(z.string(), z.string()).optional();

function parser(): XMLParser {
  return new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    processEntities: false,
    parseAttributeValue: false,
    parseTagValue: false,
    ignoreDeclaration: true,
    ignorePiTags: true,
  });
}

/** In the parser's tree a node is one key, its tag, beside one of attributes. */
function elements(nodes: z.infer<typeof Nodes>): readonly Element[] {
  return nodes.flatMap((node) => {
    const name = Object.keys(node).find((key) => key !== ATTRIBUTES && key !== TEXT);
    if (name === undefined) return [];
    return [{ name, attributes: attributesOf(node[ATTRIBUTES]), children: elements(Nodes.parse(node[name])) }];
  });
}

const ATTRIBUTES = ':@';
const TEXT = '#text';

function attributesOf(raw: unknown): Record<string, string> {
  const given = Object.entries(Attributes.parse(raw) ?? {});
  return Object.fromEntries(given.map(([name, value]) => [name, unescaped(value)]));
}

const NAMED = new Map(Object.entries({ lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }));

/** The five characters XML itself names, and characters by number. One pass: `&amp;lt;` is `&lt;`. */
function unescaped(value: string): string {
  return value.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(lt|gt|amp|quot|apos));/gi, (whole, decimal, hex, name) => {
    if (name) return NAMED.get(String(name).toLowerCase()) ?? whole;
    const point = decimal ? Number.parseInt(decimal, 10) : Number.parseInt(hex, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}
