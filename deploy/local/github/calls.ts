import type { IncomingMessage, ServerResponse } from 'node:http';

/** One request this host got. The status is `open` until the answer is complete, `lost` when it never was. */
export interface Call {
  readonly method: string;
  /** Without query, and without the prefix of the REST API. */
  readonly path: string;
  readonly status: number | 'open' | 'lost';
}

const MOST_KEPT = 2_000;

/** Remembers the newest calls, in the order they came. */
export function openCalls() {
  const calls: Call[] = [];
  return {
    calls: calls as readonly Call[],
    record(request: IncomingMessage, path: string, response: ServerResponse): void {
      calls.push(callOf(request.method ?? '', path, response));
      if (calls.length > MOST_KEPT) calls.shift();
    },
  };
}

export type Calls = ReturnType<typeof openCalls>;

// Read from the answer itself while it is on its way: its end is known here before the client can see it.
function callOf(method: string, path: string, response: ServerResponse): Call {
  let ended: Call['status'] | undefined;
  response.once('close', () => {
    ended = response.writableEnded ? response.statusCode : 'lost';
  });
  return {
    method,
    path,
    get status() {
      return ended ?? (response.writableEnded ? response.statusCode : 'open');
    },
  };
}
