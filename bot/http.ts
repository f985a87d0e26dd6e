import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type * as z from 'zod';
import type { Artifacts } from '#shared/ports.ts';
import { TaskError, toFailure } from '#shared/task/failure.ts';
import { ClaimRequest, HoldRequest, PushRequest, type Refusal, ROUTES } from '#shared/worker-api.ts';
import { type Rights, type Session, same } from './dispatch/rights.ts';
import type { WorkerApi } from './dispatch/worker-api.ts';
import type { Logger } from './log.ts';

interface Needs {
  readonly worker: WorkerApi;
  readonly rights: Rights;
  readonly artifacts: Artifacts;
  /** A hold broke off: its worker may be gone. */
  readonly brokeOff: (session: Session) => void;
  /** Slack is connected: what people say arrives. */
  readonly isReady: () => boolean;
  readonly log: Logger;
}

const SMALL = atMost(64 * 1024);
const LARGE = atMost(20 * 1024 * 1024);

/** Every HTTP route of the bot. */
export function createHttp({ worker, rights, artifacts, brokeOff, isReady, log }: Needs): Hono {
  const http = new Hono();
  const session = (context: Context) => readSession(rights, context);

  http.get('/healthz', (context) => (isReady() ? context.text('ok') : context.text('starting', 503)));
  http.get('/artifacts/:task/:attempt/:file', (context) => download(context, rights, artifacts));
  http.post(ROUTES.claim, SMALL, async (context) =>
    context.json(await worker.claim(await body(context, ClaimRequest))),
  );
  http.post(ROUTES.hold, SMALL, async (context) => {
    const holder = session(context);
    const gone = context.req.raw.signal;
    gone.addEventListener('abort', () => brokeOff(holder), { once: true });
    return context.json(await worker.hold(holder, await body(context, HoldRequest), gone));
  });
  http.post(ROUTES.context, SMALL, async (context) => context.json(await worker.context(session(context))));
  http.post(ROUTES.token, SMALL, async (context) => context.json(await worker.token(session(context))));
  http.post(ROUTES.push, SMALL, async (context) =>
    context.json(await worker.push(session(context), (await body(context, PushRequest)).head)),
  );
  http.put(ROUTES.artifact, LARGE, async (context) => {
    await worker.upload(session(context), context.req.param('file'), new Uint8Array(await context.req.arrayBuffer()));
    return context.body(null, 204);
  });

  http.onError((error, context) => {
    if (!(error instanceof TaskError)) log.error('http.failed', error, { path: context.req.path });
    const { code, words, remedy } = toFailure(error);
    return context.json({ code, words, remedy } satisfies Refusal, statusOf(error));
  });
  return http;
}

/** A refusal like any other: what is too large now is too large when it is sent again. */
function atMost(maxSize: number) {
  return bodyLimit({
    maxSize,
    onError: () => {
      throw new TaskError('request_too_large', `The request has more than ${maxSize} bytes.`, {
        whose: 'service',
        remedy: 'Send less of it.',
      });
    },
  });
}

function statusOf(error: Error): ContentfulStatusCode {
  if (!(error instanceof TaskError)) return 500;
  if (error.code === 'session_invalid') return 401;
  return error.whose === 'transient' ? 503 : 409;
}

function readSession(rights: Rights, context: Context): Session {
  const [scheme, secret = ''] = (context.req.header('authorization') ?? '').split(' ');
  const session = scheme === 'Bearer' ? rights.readSession(secret) : undefined;
  if (session) return session;
  throw new TaskError('session_invalid', 'This session secret is not one of ours.', {
    whose: 'service',
    remedy: 'Claim the attempt first.',
  });
}

async function body<T extends z.ZodType>(context: Context, schema: T): Promise<z.infer<T>> {
  const parsed = schema.safeParse(await context.req.json().catch(() => undefined));
  if (parsed.success) return parsed.data;
  throw new TaskError('request_malformed', 'The request is not what this route takes.', {
    whose: 'service',
    remedy: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '),
  });
}

/** Files of repositories and tests are hostile: they are saved, never shown by the browser as something of ours. */
async function download(context: Context, rights: Rights, artifacts: Artifacts): Promise<Response> {
  const { task, attempt, file } = context.req.param();
  const name = `${task}/${attempt}/${file}`;
  const bytes = same(rights.linkKey(name), context.req.query('key') ?? '') ? await artifacts.get(name) : undefined;
  if (!bytes) return context.text('There is no such file, or this is not its whole link.', 404);
  return context.body(new Uint8Array(bytes), 200, {
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="${file}"`,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'private, no-store',
  });
}
