import { Hono } from 'hono';
import { TaskError } from '#shared/task/failure.ts';
import { Fault } from '../faults/fault.ts';
import type { Faults } from '../faults/faults.ts';
import { ATTACHMENT } from '../http/attachment.ts';
import type { Door } from '../person/door.ts';
import { type Input, VERBS, type Verb } from '../person/protocol.ts';
import type { SocketMode } from '../socket-mode/socket-mode.ts';
import { type Reply, refused } from './wire.ts';

interface Needs {
  readonly doorOf: (user: string) => Door;
  readonly faults: Faults;
  readonly connections: Pick<SocketMode, 'refresh' | 'drop'>;
  readonly file: (fileId: string) => { readonly bytes: Uint8Array } | undefined;
}

/** `/client`: people over the network. The same doors as in-process, and the switches of the faults. */
export function clientRoutes({ doorOf, faults, connections, file }: Needs): Hono {
  const routes = new Hono();
  routes.post('/people/:user/:verb', async (context) => {
    const { user, verb } = context.req.param();
    const input: unknown = await context.req.json();
    return context.json(await answered(async () => doorOf(user).call(knownVerb(verb), input as Input<Verb>)));
  });
  routes.get('/faults', (context) => context.json({ ok: true, result: faults.pending() }));
  routes.post('/faults', async (context) => {
    const fault: unknown = await context.req.json();
    return context.json(await answered(async () => faults.set(knownFault(fault))));
  });
  routes.delete('/faults', async (context) => context.json(await answered(async () => faults.clear())));
  routes.post('/connections/refresh', async (context) =>
    context.json(await answered(async () => connections.refresh())),
  );
  routes.post('/connections/drop', async (context) => context.json(await answered(async () => connections.drop())));
  routes.get('/files/:file', (context) => {
    const found = file(context.req.param('file'));
    if (found === undefined) return context.text('There is no such file.', 404);
    return context.body(Buffer.from(found.bytes), 200, ATTACHMENT);
  });
  return routes;
}

async function answered(act: () => Promise<unknown>): Promise<Reply> {
  try {
    return { ok: true, result: await act() };
  } catch (error) {
    if (error instanceof TaskError) return refused(error);
    throw error;
  }
}

function knownVerb(verb: string): Verb {
  if (Object.hasOwn(VERBS, verb)) return verb as Verb;
  throw new TaskError('unknown_verb', `People cannot "${verb}".`, {
    whose: 'yours',
    remedy: `They can: ${Object.keys(VERBS).join(', ')}.`,
  });
}

function knownFault(fault: unknown): Fault {
  const read = Fault.safeParse(fault);
  if (read.success) return read.data;
  throw new TaskError('unknown_fault', 'That is no fault this Slack can have.', {
    whose: 'yours',
    remedy: read.error.message,
  });
}
