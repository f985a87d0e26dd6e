import type { IncomingHttpHeaders } from 'node:http';

const NAMES = ['127.0.0.1', 'localhost'];

type Headers = Pick<IncomingHttpHeaders, 'host' | 'origin' | 'sec-fetch-site'>;

/**
 * Whether a request may come in: addressed to this machine by name, and from no web page but our own. A page on the
 * internet whose name was made to point here (DNS rebinding) gives itself away by its Host. Any other page does so by its
 * Origin, and a picture or form it points at us, which may come without one, by what the browser says of the site.
 */
export function isFromHere(headers: Headers, port: number): boolean {
  const { host, origin, 'sec-fetch-site': site } = headers;
  const here = NAMES.map((name) => `${name}:${port}`);
  const hostIsOurs = host !== undefined && here.includes(host);
  const originIsOurs = origin === undefined || here.some((address) => origin === `http://${address}`);
  const siteIsOurs = site === undefined || site === 'same-origin' || site === 'none';
  return hostIsOurs && originIsOurs && siteIsOurs;
}
