type Fields = Readonly<Record<string, unknown>>;

/** The objects in a list that came from outside; anything else in it is left out. */
export function objects(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.filter((item): item is Fields => typeof item === 'object' && item !== null) : [];
}

/** The words of a text object or of a bare string. */
export function wordsOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string'
    ? value.text
    : '';
}
