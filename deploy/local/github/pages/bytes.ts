/** `812 B`, `1.5 KB`, `3.0 MB`. */
export function bytes(size: number): string {
  if (size < 1_024) return `${size} B`;
  const kilobytes = size / 1_024;
  return kilobytes < 1_024 ? `${kilobytes.toFixed(1)} KB` : `${(kilobytes / 1_024).toFixed(1)} MB`;
}
