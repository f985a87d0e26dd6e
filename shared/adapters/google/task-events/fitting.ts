interface Limits {
  readonly count: number;
  readonly bytes: number;
}

/** The first of what waits that fit together; one at least, however long it is. */
export function firstFitting<T extends { readonly data: Buffer }>(waiting: readonly T[], most: Limits): readonly T[] {
  let bytes = 0;
  const end = waiting.findIndex(({ data }, index) => {
    bytes += data.length;
    return index > 0 && (index >= most.count || bytes > most.bytes);
  });
  return end < 0 ? waiting : waiting.slice(0, end);
}
