import type { DeliveryFault } from '../faults/fault.ts';
import type { FaultPlan } from '../faults/faults.ts';
import type { AckResult, Envelopes, Payload } from './envelopes.ts';
import type { EventQueue } from './event-queue.ts';
import { createShuffler } from './shuffle.ts';
import type { Timers } from './timers.ts';

export interface Deliveries {
  /** Something a person does and waits for: sent once, never again. */
  interaction(type: 'slash_commands' | 'interactive', payload: Payload, acceptsResponse: boolean): Promise<AckResult>;
  /** Something that happened. */
  event(payload: Payload): void;
}

interface Needs {
  readonly envelopes: Envelopes;
  readonly queue: Pick<EventQueue, 'deliver'>;
  readonly faults: Pick<FaultPlan, 'delivery'>;
  readonly timers: Timers;
}

/** Every payload's way to the app, with the detours the faults ask for. */
export function createDeliveries({ envelopes, queue, faults, timers }: Needs): Deliveries {
  const shuffler = createShuffler(timers);
  return {
    async interaction(type, payload, acceptsResponse) {
      const plan = faults.delivery('interactions');
      const delayMs = delayOf(plan);
      if (delayMs > 0) await timers.sleep(delayMs);
      const answer = envelopes.send({ type, payload, acceptsResponse });
      for (let copy = 0; copy < copiesOf(plan); copy += 1) void envelopes.send({ type, payload, acceptsResponse });
      return answer;
    },
    event(payload) {
      const plan = faults.delivery('events');
      const shuffle = plan.find((fault) => fault.kind === 'shuffle_deliveries');
      const send = () => queue.deliver(payload, copiesOf(plan));
      const start = () => (shuffle === undefined ? send() : shuffler.hold(send, shuffle));
      const delayMs = delayOf(plan);
      if (delayMs > 0) timers.after(delayMs, start);
      else start();
    },
  };
}

function delayOf(plan: readonly DeliveryFault[]): number {
  return plan.reduce((sum, fault) => sum + (fault.kind === 'delay_deliveries' ? fault.delayMs : 0), 0);
}

function copiesOf(plan: readonly DeliveryFault[]): number {
  return plan.reduce((sum, fault) => sum + (fault.kind === 'repeat_deliveries' ? fault.copies : 0), 0);
}
