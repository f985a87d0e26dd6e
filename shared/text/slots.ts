const SLOT = /\{\{(\w+)\}\}/g;

/**
 * A template with its slots filled. Throws for a slot without a value, and for a value without a slot. In one pass, so that
 * a value that looks like a slot stays what it is.
 */
export function fillSlots(template: string, values: Readonly<Record<string, string>>): string {
  const slots = new Set([...template.matchAll(SLOT)].map(([, slot = '']) => slot));
  const missing = [...slots].filter((slot) => !Object.hasOwn(values, slot));
  const unused = Object.keys(values).filter((name) => !slots.has(name));
  if (missing.length > 0) throw new RangeError(`no value for the slots ${missing.join(', ')}`);
  if (unused.length > 0) throw new RangeError(`no slots for the values ${unused.join(', ')}`);
  return template.replace(SLOT, (_, slot: string) => values[slot] ?? '');
}
