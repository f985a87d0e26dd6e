/** Timers that end with the server and never keep the process alive. */
export interface Timers {
  after(delayMs: number, act: () => void): () => void;
  every(intervalMs: number, act: () => void): void;
  clear(): void;
}

export function createTimers(): Timers {
  const running = new Set<NodeJS.Timeout>();
  return {
    after(delayMs, act) {
      const timer = setTimeout(() => {
        running.delete(timer);
        act();
      }, delayMs).unref();
      running.add(timer);
      return () => {
        clearTimeout(timer);
        running.delete(timer);
      };
    },
    every(intervalMs, act) {
      running.add(setInterval(act, intervalMs).unref());
    },
    clear() {
      for (const timer of running) clearTimeout(timer);
      running.clear();
    },
  };
}
