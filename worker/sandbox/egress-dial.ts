import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { mayConnect } from './egress-rules.ts';

const DIAL_MS = 10_000;

/** How the proxy reaches the world: the two things a test puts something else in place of. */
export interface Reach {
  readonly resolve: (host: string) => Promise<readonly string[]>;
  readonly connect: (address: string, port: number) => Socket;
}

/** Thrown when a name leads somewhere nobody may go. */
export class ForbiddenAddress extends Error {
  override readonly name = 'ForbiddenAddress';
}

export const INTERNET: Reach = {
  resolve: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
  connect: (address, port) => connect({ host: address, port }),
};

/**
 * Connects to a host. It is looked up once and the connection goes to the very address that was judged, so that a name
 * which answers differently the second time gains nothing.
 */
export async function dial({ resolve, connect }: Reach, host: string, port: number): Promise<Socket> {
  const deadline = AbortSignal.timeout(DIAL_MS);
  const addresses = await before(deadline, resolve(host));
  // One bad address among good ones is how rebinding begins.
  if (!addresses.every(mayConnect)) throw new ForbiddenAddress(`${host} leads to an address that is not public`);
  let last: unknown = new Error(`${host} has no address`);
  for (const address of addresses) {
    const socket = connect(address, port);
    try {
      await once(socket, 'connect', { signal: deadline });
      return socket;
    } catch (error) {
      socket.destroy();
      last = error;
    }
  }
  throw last;
}

async function before<T>(deadline: AbortSignal, promise: Promise<T>): Promise<T> {
  const late = once(deadline, 'abort').then(() => Promise.reject(deadline.reason));
  return Promise.race([promise, late]);
}
