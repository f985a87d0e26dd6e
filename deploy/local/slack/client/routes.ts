import { type Context, Hono } from 'hono';
import { TaskError } from '#shared/task/failure.ts';
import { Fault } from '../faults/fault.ts';
import type { Faults } from '../faults/faults.ts';
import { ATTACHMENT } from '../http/attachment.ts';
import type { Door } from '../person/door.ts';
import { type Input, VERBS, type Verb } from '../person/protocol.ts';
import { refuse } from '../person/refuse.ts';
import type { SocketMode } from '../socket-mode/socket-mode.ts';
import type { PersonProfile } from '../workspace/people.ts';
import { type Offers, offered, perform } from './offers.ts';
import { type Reply, refused } from './wire.ts';

interface Needs {
  readonly doorOf: (user: string) => Door;
  readonly faults: Faults;
  readonly connections: Pick<SocketMode, 'refresh' | 'drop'>;
  readonly file: (fileId: string) => { readonly bytes: Uint8Array } | undefined;
  readonly people: readonly PersonProfile[];
  readonly offers: Offers;
}

/** `/client`: people over the network. The same doors as in-process, the switches of the faults, the playground's offers. */
export function clientRoutes({ doorOf, faults, connections, file, people, offers }: Needs): Hono {
  const routes = new Hono();
  routes.post('/people/:user/:verb', async (context) => {
    const { user, verb } = context.req.param();
    return answer(context, async () => doorOf(user).call(knownVerb(verb), (await bodyOf(context)) as Input<Verb>));
  });
  routes.get('/people', (context) => answer(context, async () => people));
  routes.get('/faults', (context) => answer(context, async () => faults.pending()));
  routes.post('/faults', (context) => answer(context, async () => faults.set(readFault(await bodyOf(context)))));
  routes.delete('/faults', (context) => answer(context, async () => faults.clear()));
  routes.post('/connections/refresh', (context) => answer(context, async () => connections.refresh()));
  routes.post('/connections/drop', (context) => answer(context, async () => connections.drop()));
  routes.get('/playground', (context) => answer(context, async () => offered(offers)));
  routes.post('/playground/:act', (context) => answer(context, async () => perform(offers, context.req.param('act'))));
  routes.get('/files/:file', (context) => {
    const found = file(context.req.param('file'));
    if (found === undefined) return context.text('There is no such file.', 404);
    return context.body(Buffer.from(found.bytes), 200, ATTACHMENT);
  });
  return routes;
}

async function answer(context: Context, act: () => Promise<unknown>): Promise<Response> {
  return context.json(await replyOf(act));
}

async function replyOf(act: () => Promise<unknown>): Promise<Reply> {
  try {
    return { ok: true, result: await act() };
  } catch (error) {
    if (error instanceof TaskError) return refused(error);
    throw error;
  }
}

async function bodyOf(context: Context): Promise<unknown> {
  try {
    return await context.req.json();
  } catch {
    return refuse('bad_request', 'What was sent is not JSON.', 'Send the input of the verb as a JSON object.');
  }
}

function knownVerb(verb: string): Verb {
  if (Object.hasOwn(VERBS, verb)) return verb as Verb;
  return refuse('unknown_verb', `People cannot "${verb}".`, `They can: ${Object.keys(VERBS).join(', ')}.`);
}

function readFault(given: unknown): Fault {
  const fault = Fault.safeParse(given);
  return fault.success
    ? fault.data
    : refuse('unknown_fault', 'This Slack cannot have that fault.', fault.error.message);
}
