const MAX_CHARACTERS = 24_000;

/** Output as a model gets it: beginning and end when it is long, with how much is missing between them. */
export function bounded(text: string, maximum = MAX_CHARACTERS): string {
  if (text.length <= maximum) return text.toWellFormed();
  const half = Math.floor(maximum / 2);
  const missing = text.length - 2 * half;
  return `${text.slice(0, half)}\n[… ${missing} characters left out …]\n${text.slice(-half)}`.toWellFormed();
}
