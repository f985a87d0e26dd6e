/** Dispatches of a queue within a second; `waitMs` until the next may begin, 0 when it may now. */
export function createRate(perSecond: number, burst: number, now: () => number) {
  let tokens = burst;
  let at = now();
  const refill = () => {
    tokens = Math.min(burst, tokens + ((now() - at) / 1_000) * perSecond);
    at = now();
  };
  return {
    waitMs: (): number => {
      refill();
      return tokens >= 1 ? 0 : Math.ceil(((1 - tokens) / perSecond) * 1_000);
    },
    take: (): void => {
      tokens -= 1;
    },
  };
}
