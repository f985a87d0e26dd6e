/** Every way that leads from a file back to itself, each told once, from where it was entered. */
export function cycles(imports: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const found: string[][] = [];
  const left = new Set<string>();

  function visit(file: string, way: readonly string[]): void {
    const entered = way.indexOf(file);
    if (entered >= 0) found.push([...way.slice(entered), file]);
    if (entered >= 0 || left.has(file)) return;
    for (const target of imports.get(file) ?? []) visit(target, [...way, file]);
    left.add(file);
  }

  for (const file of imports.keys()) visit(file, []);
  return found;
}
