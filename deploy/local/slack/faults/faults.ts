import { type CallFault, type DeliveryFault, Fault, type FaultRequest } from './fault.ts';
import { ALLOWANCES, type Bucket, takeToken } from './rate-tiers.ts';

/** What tests and people of the playground may set. */
export interface Faults {
  set(fault: FaultRequest): void;
  clear(): void;
  /** What is still to come, in the order it was set. */
  pending(): readonly Fault[];
}

/** What the Web API and Socket Mode ask before they act. */
export interface FaultPlan {
  /** The next fault of this call, used up by asking. */
  call(method: string): CallFault | undefined;
  /** The faults of this delivery, used up by asking. */
  delivery(of: 'events' | 'interactions'): readonly DeliveryFault[];
  /** Seconds to wait when rate limits are on and this method has no call left. */
  rateLimit(method: string, channel: string | undefined): number | undefined;
}

/** Off until something is set. Faults of one method are spent in the order they were set. */
export function createFaults(now: () => number): Faults & FaultPlan {
  let waiting: readonly Fault[] = [];
  let limited = false;
  const buckets = new Map<string, Bucket>();
  const spend = <Kind extends CallFault | DeliveryFault>(fault: Kind): Kind => {
    const left = { ...fault, times: fault.times - 1 };
    waiting = waiting.flatMap((other) => (other !== fault ? [other] : left.times > 0 ? [left] : []));
    return fault;
  };
  return {
    set(request) {
      const fault = Fault.parse(request);
      if (fault.kind === 'rate_limits') limited = fault.on;
      else waiting = [...waiting, fault];
    },
    clear() {
      waiting = [];
      limited = false;
      buckets.clear();
    },
    pending: () => [...waiting, ...(limited ? [{ kind: 'rate_limits', on: true } as const] : [])],
    call(method) {
      const fault = waiting.find((other) => 'method' in other && (other.method === '*' || other.method === method));
      return fault !== undefined && 'method' in fault ? spend(fault) : undefined;
    },
    delivery: (of) =>
      waiting
        .filter((fault) => 'of' in fault && (of === 'events' || fault.of === 'all'))
        .map((fault) => spend(fault as DeliveryFault)),
    rateLimit(method, channel) {
      const allowance = ALLOWANCES[method];
      if (!limited || allowance === undefined) return undefined;
      const key = allowance.perChannel === true ? `${method} ${channel}` : method;
      const { bucket, retryAfterSeconds } = takeToken(buckets.get(key), allowance, now());
      buckets.set(key, bucket);
      return retryAfterSeconds;
    },
  };
}
