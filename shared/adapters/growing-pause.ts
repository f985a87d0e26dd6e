/** Milliseconds to wait after so many failures in a row: doubled each time, up to a cap. */
export function growingPause(firstMs: number, capMs: number): (failures: number) => number {
  return (failures) => Math.min(capMs, firstMs * 2 ** Math.max(0, failures - 1));
}
