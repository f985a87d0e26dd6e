type Path = readonly PropertyKey[];

/** Every object inside a value, with the path to it. */
export function* objectsIn(
  value: unknown,
  path: Path = [],
): Generator<{ object: Readonly<Record<string, unknown>>; path: Path }> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield { object: value as Readonly<Record<string, unknown>>, path };
  for (const [key, inner] of Object.entries(value)) {
    yield* objectsIn(inner, [...path, Array.isArray(value) ? Number(key) : key]);
  }
}
