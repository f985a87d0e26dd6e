import { readFileSync } from 'node:fs';
import { fillSlots } from '#shared/text/slots.ts';

/** The slots of the template, and how many characters each may have: together they stay within what GitHub takes. */
const SLOTS = {
  notice: 1_000,
  changed: 10_000,
  why: 13_000,
  criteria: 3_500,
  verify: 8_000,
  evidence: 16_000,
  risk: 2_700,
  rollback: 2_700,
  cost: 500,
  about: 2_000,
} as const;
type Slot = keyof typeof SLOTS;

/** What stands in each slot, paragraph by paragraph. */
export type Paragraphs = Readonly<Record<Slot, readonly string[]>>;

const TEMPLATE = readFileSync(new URL('template.md', import.meta.url), 'utf8');

/** The template with everything in its place. A slot that has too much loses its last paragraphs, and says so. */
export function fillTemplate(paragraphs: Paragraphs): string {
  const slots = Object.entries(SLOTS) as readonly [Slot, number][];
  const values = Object.fromEntries(slots.map(([slot, most]) => [slot, fitting(paragraphs[slot], most)]));
  return fillSlots(TEMPLATE, values).trim();
}

const LEFT_OUT = '*More would be too long for a pull request.*';

function fitting(paragraphs: readonly string[], most: number): string {
  const text = paragraphs.join('\n\n');
  if (text.length <= most) return text;
  const kept: string[] = [];
  let left = most - LEFT_OUT.length;
  for (const paragraph of paragraphs) {
    left -= paragraph.length + 2;
    if (left < 0) break;
    kept.push(paragraph);
  }
  return [...kept, LEFT_OUT].join('\n\n');
}
