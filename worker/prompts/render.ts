import { readFileSync } from 'node:fs';
import { fillSlots } from '#shared/text/slots.ts';

export type PromptName = 'system' | 'task' | 'follow-up' | 'fix' | 'refused' | 'note' | 'nudge';

/** Fills a prompt's slots. Throws for a slot without a value, and for a value without a slot. */
export function render(name: PromptName, values: Readonly<Record<string, string>>): string {
  return fillSlots(readFileSync(new URL(`${name}.md`, import.meta.url), 'utf8').trim(), values);
}
