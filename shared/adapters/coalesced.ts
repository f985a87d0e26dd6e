/** Runs `act`, never twice at once; asked for while it runs, it runs once more afterwards. Resolves when that is over. */
export function coalesced(act: () => Promise<void>): () => Promise<void> {
  let asked = false;
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    try {
      while (asked) {
        asked = false;
        await act();
      }
    } finally {
      running = undefined;
    }
  }

  return () => {
    asked = true;
    running ??= run();
    return running;
  };
}
