import type { status } from '@grpc/grpc-js';

/** What may go wrong with a call of the API. */
export type CallFault =
  /** Nothing happened, and the caller is told so. */
  | { readonly go: 'refused'; readonly code: status }
  /** It happened, and the caller does not learn it: the connection breaks, or nothing comes at all. */
  | { readonly go: 'unanswered'; readonly by: 'broken connection' | 'silence' }
  | { readonly go: 'slowly'; readonly delayMs: number };

/** What may go wrong with bringing a task to its target. */
export type DispatchFault =
  | { readonly go: 'twice'; readonly atOnce: boolean }
  /** The target did it, and Cloud Tasks does not learn it. */
  | { readonly go: 'unheard' }
  | { readonly go: 'slowly'; readonly delayMs: number }
  /** As if its deadline had passed: the target may go on, and nobody listens any more. */
  | { readonly go: 'cut off'; readonly afterMs: number };

interface FaultOf {
  readonly createTask: CallFault;
  readonly getQueue: CallFault;
  readonly dispatch: DispatchFault;
}

type Point = keyof FaultOf;

/** What is to go wrong next, at each place where something may. */
export interface Faults {
  /** The next so many times; without a number each time, until `heal`. */
  plan<At extends Point>(at: At, fault: FaultOf[At], times?: number): void;
  heal(): void;
}

/** `next` uses up what was planned first. */
export function createFaults(): Faults & { next<At extends Point>(at: At): FaultOf[At] | undefined } {
  const planned: { [At in Point]: { readonly fault: FaultOf[At]; left: number }[] } = {
    createTask: [],
    getQueue: [],
    dispatch: [],
  };
  return {
    plan: (at, fault, times = Number.POSITIVE_INFINITY) => void planned[at].push({ fault, left: times }),
    heal: () => {
      for (const plans of Object.values(planned)) plans.length = 0;
    },
    next: (at) => {
      const plans = planned[at];
      const first = plans[0];
      if (!first) return undefined;
      first.left -= 1;
      if (first.left <= 0) plans.shift();
      return first.fault;
    },
  };
}
