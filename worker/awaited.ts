/** Something that one step comes to know and another waits for. */
interface Awaited<T> {
  readonly come: (value: T) => void;
  /** Rejects when the signal aborts first: whoever was to tell may never do so. */
  readonly wait: (signal: AbortSignal) => Promise<T>;
}

export function awaited<T>(): Awaited<T> {
  const { promise, resolve } = Promise.withResolvers<T>();
  return {
    come: resolve,
    async wait(signal) {
      signal.throwIfAborted();
      const stopped = Promise.withResolvers<never>();
      const stop = () => stopped.reject(signal.reason);
      signal.addEventListener('abort', stop, { once: true });
      return Promise.race([promise, stopped.promise]).finally(() => signal.removeEventListener('abort', stop));
    },
  };
}
