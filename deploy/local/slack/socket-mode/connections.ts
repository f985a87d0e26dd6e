import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { refuseUpgrade } from '../http/refuse-upgrade.ts';
import type { Ids } from '../workspace/ids.ts';
import { APP } from '../workspace/team.ts';
import { type Link, type LinkEvents, openLink } from './link.ts';
import { createTickets } from './tickets.ts';
import type { Timers } from './timers.ts';

/** Slack's own ceiling for one app. */
const CONNECTION_LIMIT = 10;
const PING_INTERVAL_MS = 10_000;
/** How long a connection that was asked to go may still finish its acks. */
const REFRESH_GRACE_MS = 10_000;
/** How long the goodbye may take when the server ends. */
const CLOSE_GRACE_MS = 500;

export interface Connections {
  /** A ticket for the WebSocket's address: good for one connection. */
  ticket(): string;
  accept(request: IncomingMessage, socket: Duplex, head: Buffer, ticket: string): void;
  /** Sends to one connection, in turn; the number says which, nothing when there is none. */
  send(envelope: object): number | undefined;
  count(): number;
  /** Asks every connection to come again, as Slack does every few hours. */
  refresh(): void;
  /** Cuts every connection without a word. */
  drop(): void;
  close(): Promise<void>;
}

/** The app's Socket Mode connections. */
export function createConnections(ids: Ids, timers: Timers, events: LinkEvents & { opened(): void }): Connections {
  const server = new WebSocketServer({ noServer: true, maxPayload: 1_024 * 1_024 });
  const tickets = createTickets(ids);
  const links = new Map<number, Link>();
  let opened = 0;
  let turn = 0;
  const ready = () => [...links.values()].filter((link) => link.ready());
  const closed = (number: number): void => {
    links.delete(number);
    events.closed(number);
  };
  const admit = (socket: WebSocket): void => {
    opened += 1;
    const link = openLink(opened, socket, { ...events, closed });
    if (ready().length >= CONNECTION_LIMIT) {
      link.dismiss('too_many_websockets');
      return;
    }
    links.set(link.number, link);
    link.send(hello(links.size));
    events.opened();
  };
  const cut = (): void => {
    for (const link of links.values()) link.cut();
  };
  timers.every(PING_INTERVAL_MS, () => {
    for (const link of links.values()) link.ping();
  });
  return {
    ticket: tickets.issue,
    accept(request, socket, head, ticket) {
      if (tickets.redeem(ticket)) server.handleUpgrade(request, socket, head, admit);
      else refuseUpgrade(socket, '404 Not Found');
    },
    send(envelope) {
      const choices = ready();
      turn += 1;
      const chosen = choices[turn % choices.length];
      chosen?.send(envelope);
      return chosen?.number;
    },
    count: () => ready().length,
    refresh() {
      for (const link of ready()) {
        link.dismiss('refresh_requested');
        timers.after(REFRESH_GRACE_MS, link.cut);
      }
    },
    drop: cut,
    async close() {
      const impatience = setTimeout(cut, CLOSE_GRACE_MS);
      await Promise.all([...links.values()].map((link) => link.close()));
      clearTimeout(impatience);
    },
  };
}

function hello(connections: number) {
  return {
    type: 'hello',
    num_connections: connections,
    debug_info: { host: 'local-slack', approximate_connection_time: 18_060 },
    connection_info: { app_id: APP.id },
  };
}
