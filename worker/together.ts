type Act<Result> = (signal: AbortSignal) => Promise<Result>;

/** Does several things at the same time. The first that fails stops the others; it is thrown once all of them are over. */
export async function together<Results extends readonly unknown[]>(
  acts: { readonly [Index in keyof Results]: Act<Results[Index]> },
  signal?: AbortSignal,
): Promise<Results> {
  const stop = new AbortController();
  const either = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const done = acts.map((act) =>
    act(either).catch((error: unknown) => {
      stop.abort(error);
      throw error;
    }),
  );
  await Promise.allSettled(done);
  signal?.throwIfAborted();
  stop.signal.throwIfAborted();
  return Promise.all(done) as Promise<unknown> as Promise<Results>;
}
