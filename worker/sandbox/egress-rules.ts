import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** A host by its name, or `*.` and a suffix for every name below it. */
export type HostRule = string;

/** Where a client wants to go. `tunnel` is CONNECT, of which only https is allowed; `plain` is http through the proxy. */
export interface Wish {
  readonly kind: 'tunnel' | 'plain';
  readonly host: string;
  readonly port: number;
}

export type Verdict =
  | { readonly allowed: true; readonly host: string; readonly port: number }
  | { readonly allowed: false; readonly host: string; readonly why: string };

const PORTS = { tunnel: 443, plain: 80 } as const;

/** The last label begins with a letter: that leaves out every way to write an address, 127.1, 0x7f000001 or 2130706433. */
const NAME = /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const RULE = /^(?:\*\.)?[^*]+$/;

/** Whether somebody may go there by name; the address behind it is judged by `mayConnect`. */
export function judge(rules: readonly HostRule[], { kind, host, port }: Wish): Verdict {
  const name = hostname(host);
  const refuse = (why: string): Verdict => ({ allowed: false, host: printable(name ?? host), why });
  if (name === undefined) return refuse('only host names are allowed, no addresses');
  if (!rules.some((rule) => covers(rule, name))) return refuse('it is not on the list of allowed hosts');
  if (port !== PORTS[kind]) return refuse(`port ${port} is not allowed`);
  return { allowed: true, host: name, port };
}

/** Problems of a list of rules, in words. */
export function ruleProblems(rules: readonly HostRule[]): string[] {
  const wrong = rules.filter((rule) => !RULE.test(rule) || hostname(rule.replace(/^\*\./, '')) === undefined);
  return wrong.map((rule) => `“${printable(rule)}” is neither a host name nor “*.” and a host name`);
}

/** Whether an address is one of the public Internet. Names can point anywhere, also back at us. */
export function mayConnect(address: string): boolean {
  if (isIPv4(address)) return !NOT_PUBLIC.check(address, 'ipv4');
  return (
    isIPv6(address) && !address.includes('%') && PUBLIC_6.check(address, 'ipv6') && !NOT_PUBLIC.check(address, 'ipv6')
  );
}

function hostname(host: string): string | undefined {
  const name = host.toLowerCase().replace(/\.$/, '');
  return name.length <= 253 && NAME.test(name) ? name : undefined;
}

function covers(rule: HostRule, name: string): boolean {
  const wanted = rule.toLowerCase();
  return wanted.startsWith('*.') ? name.endsWith(wanted.slice(1)) : name === wanted;
}

/** For people and logs: what was asked for is text of a hostile program. */
function printable(host: string): string {
  return host.replace(/[^\x21-\x7e]/g, '?').slice(0, 253);
}

const NOT_PUBLIC = blockList({
  ipv4: [
    ...['0.0.0.0/8', '10.0.0.0/8', '127.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'], // this host and private networks
    ...['100.64.0.0/10', '198.18.0.0/15', '192.0.0.0/24'], // carriers' own, measurements, protocol assignments
    ...['169.254.0.0/16', '168.63.129.16/32'], // link-local, and what clouds answer their machines on
    ...['192.88.99.0/24', '224.0.0.0/4', '240.0.0.0/4'], // relays, multicast, reserved and broadcast
  ],
  ipv6: ['2001::/23', '2001:db8::/32', '2002::/16'], // tunnels that carry an IPv4 address inside; examples
});
/** Everything else in IPv6 is loopback, link-local, private, multicast, mapped or not given out. */
const PUBLIC_6 = blockList({ ipv4: [], ipv6: ['2000::/3'] });

function blockList(subnets: Record<'ipv4' | 'ipv6', readonly string[]>): BlockList {
  const list = new BlockList();
  for (const family of ['ipv4', 'ipv6'] as const) {
    for (const [network = '', bits] of subnets[family].map((subnet) => subnet.split('/'))) {
      list.addSubnet(network, Number(bits), family);
    }
  }
  return list;
}
