import type { FaultPlan } from '../faults/faults.ts';
import type { Ids } from '../workspace/ids.ts';
import { type Connections, createConnections } from './connections.ts';
import { createDeliveries, type Deliveries } from './deliveries.ts';
import { createEnvelopes } from './envelopes.ts';
import { createEventQueue } from './event-queue.ts';
import { createTimers } from './timers.ts';

interface SocketModeOptions {
  readonly ids: Ids;
  readonly faults: Pick<FaultPlan, 'delivery'>;
  readonly ackTimeoutMs: number;
  readonly retryDelaysMs: readonly number[];
}

export interface SocketMode
  extends Deliveries,
    Pick<Connections, 'ticket' | 'accept' | 'refresh' | 'drop' | 'count' | 'close'> {}

/** The app's side of the wire: connections, envelopes over them, and what is delivered in them. */
export function createSocketMode({ ids, faults, ackTimeoutMs, retryDelaysMs }: SocketModeOptions): SocketMode {
  const timers = createTimers();
  const connections = createConnections(ids, timers, {
    opened: () => queue.resume(),
    acked: (connection, id, payload) => envelopes.acked(connection, id, payload),
    closed: (connection) => envelopes.closed(connection),
  });
  const envelopes = createEnvelopes(connections.send, timers, ackTimeoutMs);
  const queue = createEventQueue({ envelopes, connected: () => connections.count() > 0, timers, retryDelaysMs });
  return {
    ...connections,
    ...createDeliveries({ envelopes, queue, faults, timers }),
    close() {
      timers.clear();
      return connections.close();
    },
  };
}
