/** The size of a file as people say it. */
export function bytesInWords(size: number): string {
  if (size < 1_000) return `${size} B`;
  if (size < 1_000_000) return `${Math.round(size / 1_000)} kB`;
  return `${(size / 1_000_000).toFixed(1)} MB`;
}
