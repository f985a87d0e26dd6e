/** Of one result, as a model gets it. */
export const MOST_CHARACTERS = 24_000;

/** Output as a model gets it: beginning and end when it is long, with how much is missing between them. */
export function bounded(text: string, maximum = MOST_CHARACTERS): string {
  if (text.length <= maximum) return text.toWellFormed();
  const half = Math.floor(maximum / 2);
  const missing = text.length - 2 * half;
  return `${text.slice(0, half)}\n[… ${missing} characters left out …]\n${text.slice(-half)}`.toWellFormed();
}

/** Of some lines the first ones, as many as a result may have. */
export function wholeLines(lines: readonly string[], maximum = MOST_CHARACTERS): readonly string[] {
  let characters = 0;
  const tooMany = lines.findIndex((line) => {
    characters += line.length + 1;
    return characters > maximum;
  });
  return tooMany < 0 ? lines : lines.slice(0, tooMany);
}
