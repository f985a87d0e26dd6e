import { afterAll, describe, expect, test } from 'vitest';

/** Promises an adapter cannot keep, by their sentences, and why. */
interface Skip {
  readonly reason: string;
  readonly tests: readonly string[];
}

export interface Options {
  readonly skip?: readonly Skip[];
}

/** What a contract is tried on, opened afresh for each of its promises. */
interface Opened {
  close(): Promise<void>;
}

export type Promises<Thing> = (sentence: string, keeps: (opened: Thing) => Promise<void>) => void;

/** What `npm test` counts the cases of a contract by. */
export const titleOf = ({ port, adapter }: Subject): string => `contract: ${port} × ${adapter}`;

interface Subject {
  readonly port: string;
  readonly adapter: string;
}

/** One contract on one adapter: `promises` states each promise as a sentence with its proof. */
export function contract<Thing extends Opened>(
  subject: Subject,
  open: () => Promise<Thing>,
  { skip = [] }: Options,
  promises: (promise: Promises<Thing>) => void,
): void {
  describe(titleOf(subject), () => {
    const sentences = new Set<string>();
    promises((sentence, keeps) => {
      sentences.add(sentence);
      const reason = skip.find(({ tests }) => tests.includes(sentence))?.reason;
      if (reason) test.skip(`${sentence} (not here: ${reason})`);
      else test(sentence, () => onFresh(open, keeps));
    });
    afterAll(() => {
      const unknown = skip.flatMap(({ tests }) => tests).filter((sentence) => !sentences.has(sentence));
      expect(unknown, 'what is skipped must be a promise of the contract').toEqual([]);
    });
  });
}

async function onFresh<Thing extends Opened>(open: () => Promise<Thing>, keeps: (opened: Thing) => Promise<void>) {
  const opened = await open();
  try {
    await keeps(opened);
  } finally {
    await opened.close();
  }
}
