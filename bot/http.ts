import { type Context, type Handler, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { TaskError, toFailure } from '#shared/task/failure.ts';
import type { Moment } from '#shared/task/task.ts';
import { ClaimRequest, HoldRequest, PlaceRequest, PushRequest, type Refusal, ROUTES } from '#shared/worker-api.ts';
import { type ArtifactNeeds, serveArtifacts } from './artifacts/routes.ts';
import { readJson } from './body.ts';
import { createCallers, type Verify } from './callers.ts';
import { DISPATCH_ROUTE, type Pushed, takeWork } from './dispatch/pushed.ts';
import type { Rights, Session } from './dispatch/rights.ts';
import type { WorkerApi } from './dispatch/worker-api.ts';
import type { Logger } from './log.ts';

interface Needs extends ArtifactNeeds {
  readonly worker: WorkerApi;
  readonly rights: Rights;
  /** Where the queue brings its work, instead of being asked for it. */
  readonly pushed?: Pushed;
  /** A hold broke off: its worker may be gone. */
  readonly brokeOff: (session: Session) => void;
  /** Slack is connected: what people say arrives. */
  readonly isReady: () => boolean;
  readonly now: () => Moment;
  readonly log: Logger;
}

/** Every HTTP route of the bot. */
export function createHttp(needs: Needs): Hono {
  const { worker, pushed, brokeOff, isReady, log } = needs;
  const { claimant, holder, acting } = createCallers(needs);
  const http = new Hono();

  http.get('/healthz', (context) => (isReady() ? context.text('ok') : context.text('starting', 503)));
  serveArtifacts(http, needs);
  http.post(
    ROUTES.claim,
    from(claimant, async (right, context) => worker.claim(right, await readJson(context, ClaimRequest))),
  );
  http.post(
    ROUTES.hold,
    from(holder, async (session, context) => {
      const gone = context.req.raw.signal;
      gone.addEventListener('abort', () => brokeOff(session), { once: true });
      return worker.hold(session, await readJson(context, HoldRequest), gone);
    }),
  );
  http.post(ROUTES.context, from(acting, worker.context));
  http.post(ROUTES.baseline, from(acting, worker.baseline));
  http.post(ROUTES.token, from(acting, worker.token));
  http.post(
    ROUTES.push,
    from(acting, async (task, context) => worker.push(task, (await readJson(context, PushRequest)).head)),
  );
  http.post(
    ROUTES.place,
    from(acting, async (task, context) => worker.place(task, (await readJson(context, PlaceRequest)).file)),
  );
  if (pushed)
    http.post(
      DISPATCH_ROUTE,
      from(pushed.verify, (_, context) => takeWork(context, pushed, log)),
    );

  http.onError((error, context) => {
    const { path } = context.req;
    const { code, words, remedy } = toFailure(error);
    if (error instanceof TaskError) log.warn('http.refused', { path, code, words, cause: gistOf(error.cause) });
    else log.error('http.failed', error, { path });
    return context.json({ code, words, remedy } satisfies Refusal, statusOf(error));
  });
  return http;
}

/** A route for one kind of callers. Who calls is known before anything of a body is read. */
function from<Caller>(verify: Verify<Caller>, answer: (caller: Caller, context: Context) => Promise<unknown>): Handler {
  return async (context) => {
    const answered = await answer(await verify(context.req.header('authorization')), context);
    return answered ? context.json(answered) : context.body(null, 204);
  };
}

function gistOf(cause: unknown): string | undefined {
  return cause instanceof Error ? cause.message.slice(0, 500) : undefined;
}

const UNVERIFIED = new Set(['capability_invalid', 'session_invalid', 'caller_unverified']);

function statusOf(error: Error): ContentfulStatusCode {
  if (!(error instanceof TaskError)) return 500;
  if (UNVERIFIED.has(error.code)) return 401;
  return error.whose === 'transient' ? 503 : 409;
}
