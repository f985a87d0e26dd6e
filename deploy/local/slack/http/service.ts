import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { TaskError } from '#shared/task/failure.ts';
import type { Live } from '../client/live.ts';
import type { Offers } from '../client/offers.ts';
import { clientRoutes } from '../client/routes.ts';
import type { FaultPlan, Faults } from '../faults/faults.ts';
import { type Door, openDoor } from '../person/door.ts';
import type { SocketMode } from '../socket-mode/socket-mode.ts';
import type { Call } from '../web-api/calls.ts';
import { webApiMethods } from '../web-api/methods.ts';
import { webApiRoutes } from '../web-api/routes.ts';
import { sideRoutes } from '../web-api/side-routes.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Service } from './listen.ts';
import { pageRoutes } from './page.ts';
import { refuseUpgrade } from './refuse-upgrade.ts';

export interface Parts {
  readonly workspace: Workspace;
  readonly faults: Faults & FaultPlan;
  readonly socketMode: SocketMode;
  readonly live: Live;
  readonly record: (call: Call) => void;
  readonly offers: Offers;
}

export interface SlackService extends Service {
  doorOf(user: string): Door;
}

/** Every address of the local Slack: the app's Web API and Socket Mode, people's client, and the page. */
export function slackService(parts: Parts, url: string): SlackService {
  const { workspace, faults, socketMode, live, record, offers } = parts;
  const doorOf = (user: string) => openDoor({ me: memberOf(workspace, user), workspace, app: socketMode, url });
  const openConnection = () => `${url.replace('http', 'ws')}/link/?ticket=${socketMode.ticket()}`;
  const {
    people,
    files: { read: file },
  } = workspace;
  const methods = webApiMethods(workspace, url, openConnection);
  const routes = new Hono<{ Bindings: HttpBindings }>()
    .route('/api', webApiRoutes({ methods, faults, now: workspace.now, record }))
    .route('/client', clientRoutes({ doorOf, faults, connections: socketMode, file, people: people.all, offers }))
    .route('/', pageRoutes(url))
    .route('/', sideRoutes(workspace));
  return {
    doorOf,
    fetch: routes.fetch as Service['fetch'],
    upgrade(request, socket, head) {
      const address = URL.parse(request.url ?? '', url);
      const ticket = address?.pathname === '/link/' ? address.searchParams.get('ticket') : null;
      const user = /^\/client\/people\/(\w+)\/live$/.exec(address?.pathname ?? '')?.[1];
      if (ticket !== null) socketMode.accept(request, socket, head, ticket);
      else if (user !== undefined && workspace.people.find(user)) live.accept(request, socket, head, doorOf(user));
      else refuseUpgrade(socket, '404 Not Found');
    },
  };
}

function memberOf({ people }: Workspace, user: string) {
  const profile = people.find(user);
  if (profile !== undefined) return profile;
  throw new TaskError('unknown_person', `Nobody with the id "${user}" is in this Slack.`, {
    whose: 'yours',
    remedy: `The people here: ${people.all.map(({ id }) => id).join(', ')}.`,
  });
}
