import type { ServerResponse } from 'node:http';

/** What goes wrong with a request, for tests of those who call us. */
export type Fault =
  /** Answered so, and nothing is applied. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: unknown;
    }
  /** Applied, answered later. */
  | { readonly kind: 'late'; readonly afterMs: number }
  /** Applied, and the connection breaks before the answer. */
  | { readonly kind: 'lose_answer' }
  /** The connection breaks before anything is applied. */
  | { readonly kind: 'lose_request' };

/** GitHub's answer when it asks an App to slow down. */
export function secondaryLimit(retryAfterSeconds: number): Fault {
  const message = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';
  return { kind: 'answer', status: 403, headers: { 'retry-after': `${retryAfterSeconds}` }, body: { message } };
}

export interface Faults {
  /** Lets the next `times` calls of a route fail. A route reads `POST /repos/{owner}/{repo}/pulls`; git's have no `/repos`. */
  add(route: string, fault: Fault, times?: number): void;
  clear(): void;
  /** The fault the next call meets, which is used up by it. */
  take(method: string, path: string): Fault | undefined;
}

export function openFaults(): Faults {
  const planned: { pattern: RegExp; fault: Fault; left: number }[] = [];
  return {
    add(route, fault, times = 1) {
      planned.push({ pattern: patternOf(route), fault, left: times });
    },
    clear() {
      planned.length = 0;
    },
    take(method, path) {
      const next = planned.find(({ pattern, left }) => left > 0 && pattern.test(`${method} ${path}`));
      if (next !== undefined) next.left -= 1;
      return next?.fault;
    },
  };
}

function patternOf(route: string): RegExp {
  const source = route.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^$()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${source.join('[^/]+')}$`);
}

/** Lets a fault happen to an answer. True when the request must not be handled any more. */
export function strike(fault: Fault, response: ServerResponse): boolean {
  switch (fault.kind) {
    case 'answer':
      response.writeHead(fault.status, { 'content-type': 'application/json; charset=utf-8', ...fault.headers });
      response.end(JSON.stringify(fault.body ?? { message: 'Server Error' }));
      return true;
    case 'lose_request':
      response.destroy();
      return true;
    case 'lose_answer':
      Object.assign(response, { write: () => true, end: () => response.destroy() });
      return false;
    case 'late':
      holdBack(response, fault.afterMs);
      return false;
    default:
      return fault satisfies never;
  }
}

function holdBack(response: ServerResponse, forMs: number): void {
  const write = response.write.bind(response);
  const end = response.end.bind(response);
  const held: (string | Uint8Array)[] = [];
  const release = (last: string | Uint8Array = '') => {
    for (const chunk of held) write(chunk);
    end(last);
  };
  Object.assign(response, {
    write: (chunk: string | Uint8Array) => held.push(chunk) > 0,
    end: (last?: string | Uint8Array) => setTimeout(release, forMs, last),
  });
}
