/** Timers that end with the server and never keep the process alive. */
export interface Timers {
  /** Gives back the way to call it off. */
  after(delayMs: number, act: () => void): () => void;
  every(intervalMs: number, act: () => void): void;
  /** Ends early when the server does. */
  sleep(delayMs: number): Promise<void>;
  clear(): void;
}

export function createTimers(): Timers {
  const running = new Map<NodeJS.Timeout, () => void>();
  const start = (delayMs: number, act: () => void, atEnd = () => {}): (() => void) => {
    const timer = setTimeout(() => {
      running.delete(timer);
      act();
    }, delayMs).unref();
    running.set(timer, atEnd);
    return () => {
      clearTimeout(timer);
      running.delete(timer);
    };
  };
  return {
    after: (delayMs, act) => start(delayMs, act),
    every: (intervalMs, act) => void running.set(setInterval(act, intervalMs).unref(), () => {}),
    sleep: (delayMs) => new Promise((resolve) => void start(delayMs, resolve, resolve)),
    clear() {
      const ending = [...running];
      running.clear();
      for (const [timer, atEnd] of ending) {
        clearTimeout(timer);
        atEnd();
      }
    },
  };
}
