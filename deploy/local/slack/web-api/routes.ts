import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { CallFault } from '../faults/fault.ts';
import type { FaultPlan } from '../faults/faults.ts';
import { type ApiRequest, callMethod, refusal } from './call.ts';
import type { Call } from './calls.ts';
import type { Answer, Methods } from './method.ts';
import { readRequest } from './read-request.ts';

interface Needs {
  readonly methods: Methods;
  readonly faults: FaultPlan;
  readonly now: () => number;
  readonly record: (call: Call) => void;
}

type Api = Context<{ Bindings: HttpBindings }>;

/** `/api/<method>`: reads the call, lets the faults have their way with it, answers. */
export function webApiRoutes(needs: Needs): Hono<{ Bindings: HttpBindings }> {
  const routes = new Hono<{ Bindings: HttpBindings }>();
  routes.on(['GET', 'POST'], '/:method', async (context) => {
    const request = await readRequest(context.req, context.req.param('method'));
    if (request === 'invalid_json') return context.json(refusal('invalid_json'));
    return answer(context, request, needs);
  });
  return routes;
}

async function answer(context: Api, request: ApiRequest, needs: Needs) {
  const { method, args } = request;
  const record = (status: Call['status'], given?: Answer) =>
    needs.record({ at: needs.now(), method, args, status, ...(given === undefined ? {} : { answer: given }) });
  const wait = needs.faults.rateLimit(method, typeof args.channel === 'string' ? args.channel : undefined);
  const fault: CallFault | undefined =
    wait === undefined
      ? needs.faults.call(method)
      : { kind: 'rate_limited', method, retryAfterSeconds: wait, times: 1 };
  const refused = refusedBy(fault);
  if (refused !== undefined) {
    record(refused.status, refused.answer);
    return context.json(refused.answer, refused.status, refused.headers);
  }
  if (fault?.kind === 'lose_call') return cut(context, record);
  const given = callMethod(needs.methods, request);
  if (fault?.kind === 'lose_answer') return cut(context, record, given);
  record(200, given);
  if (fault?.kind === 'answer_late') await sleep(fault.delayMs);
  return context.json(given);
}

/** The fault's own answer, when it stands in for the real one. */
function refusedBy(fault: CallFault | undefined) {
  switch (fault?.kind) {
    case 'fail':
      return { status: 200 as const, answer: refusal(fault.error), headers: {} };
    case 'fail_http':
      return { status: fault.status as ContentfulStatusCode, answer: refusal('internal_error'), headers: {} };
    case 'rate_limited':
      return {
        status: 429 as const,
        answer: refusal('ratelimited'),
        headers: { 'retry-after': String(fault.retryAfterSeconds) },
      };
    default:
      return undefined;
  }
}

function cut(context: Api, record: (status: Call['status'], given?: Answer) => void, given?: Answer) {
  record('connection cut', given);
  context.env.incoming.socket.destroy();
  return RESPONSE_ALREADY_SENT;
}
