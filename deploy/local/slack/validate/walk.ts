type Path = readonly PropertyKey[];
type Visit = (object: Readonly<Record<string, unknown>>, path: Path) => void;

/** Visits every object inside a value, outermost first, with the path to it. */
export function eachObject(value: unknown, visit: Visit, path: Path = []): void {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) visit(value as Readonly<Record<string, unknown>>, path);
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner === 'object') eachObject(inner, visit, [...path, Array.isArray(value) ? Number(key) : key]);
  }
}
