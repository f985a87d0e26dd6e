import type { Answer } from './answers.ts';

export interface Fault {
  /** Which requests it happens to, by `METHOD /path`. */
  readonly to: RegExp;
  /** Refused before anything is done; done, and then the connection is cut; or done once something else is. */
  readonly happens: { readonly answer: Answer } | 'reply lost' | { readonly after: Promise<unknown> };
  /** How often it happens: once. */
  readonly times?: number;
}

/** Accidents that are waiting for their requests. */
export function createFaults() {
  const waiting: { fault: Fault; left: number }[] = [];

  function next(request: string): Fault['happens'] | undefined {
    const found = waiting.find(({ fault, left }) => left > 0 && fault.to.test(request));
    if (found) found.left -= 1;
    return found?.fault.happens;
  }

  return {
    add: (fault: Fault): void => void waiting.push({ fault, left: fault.times ?? 1 }),
    /** What a request gets, with the accident that was waiting for it; undefined when its reply is lost. */
    around: async (request: string, act: () => Answer): Promise<Answer | undefined> => {
      const happens = next(request);
      if (happens === undefined) return act();
      if (happens === 'reply lost') {
        act();
        return undefined;
      }
      if ('answer' in happens) return happens.answer;
      await happens.after;
      return act();
    },
  };
}
