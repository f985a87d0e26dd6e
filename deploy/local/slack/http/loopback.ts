import type { IncomingHttpHeaders } from 'node:http';

const NAMES = ['127.0.0.1', 'localhost'];

/**
 * Whether a request may come in: addressed to this machine by name, and from no web page but our own. A page on the
 * internet whose name was made to point here (DNS rebinding) gives itself away by its Host, and any other page by its Origin.
 */
export function isFromHere({ host, origin }: Pick<IncomingHttpHeaders, 'host' | 'origin'>, port: number): boolean {
  const here = NAMES.map((name) => `${name}:${port}`);
  const hostIsOurs = host !== undefined && here.includes(host);
  const originIsOurs = origin === undefined || here.some((address) => origin === `http://${address}`);
  return hostIsOurs && originIsOurs;
}
