import type { status } from '@grpc/grpc-js';

interface Refusal {
  readonly code: status;
  readonly words: string;
}

/** What is odd about one RunJob. What is not said is as it should be. */
export interface RunFault {
  /** Nothing happens, and the caller is told so. */
  readonly refused?: Refusal;
  /** How many executions it starts: two, or none although it was accepted. */
  readonly executions?: number;
  /** What happens, the caller never hears of. */
  readonly unheard?: 'silence' | 'broken connection';
  readonly startsAfterMs?: number;
  readonly listedAfterMs?: number;
}

/** Calls that can be refused as they are. */
export type Refusable = 'getJob' | 'getExecution' | 'listExecutions' | 'cancelExecution';

/** What is to go wrong, each so many times: for ever, until `heal`, when no number is given. */
export interface Faults {
  runs(fault: RunFault, times?: number): void;
  refuses(call: Refusable, refusal: Refusal, times?: number): void;
  heal(): void;
}

/** `next…` uses up what was planned first. */
export function createFaults() {
  const runs = plans<RunFault>();
  const refusals = new Map<Refusable, ReturnType<typeof plans<Refusal>>>();
  return {
    runs: runs.plan,
    refuses: (call: Refusable, refusal: Refusal, times?: number): void => {
      const planned = refusals.get(call) ?? plans<Refusal>();
      refusals.set(call, planned);
      planned.plan(refusal, times);
    },
    heal: (): void => {
      runs.clear();
      refusals.clear();
    },
    nextRun: runs.next,
    nextRefusal: (call: Refusable): Refusal | undefined => refusals.get(call)?.next(),
  };
}

function plans<Fault>() {
  const planned: { readonly fault: Fault; left: number }[] = [];
  return {
    plan: (fault: Fault, times = Number.POSITIVE_INFINITY): void => void planned.push({ fault, left: times }),
    clear: (): void => void planned.splice(0),
    next: (): Fault | undefined => {
      const [first] = planned;
      if (!first) return undefined;
      first.left -= 1;
      if (first.left <= 0) planned.shift();
      return first.fault;
    },
  };
}
