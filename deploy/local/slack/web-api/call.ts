import { APP } from '../workspace/team.ts';
import { ApiError } from './api-error.ts';
import type { Answer, Method, Methods } from './method.ts';

/** What the app sent: the method, the token it showed, and its arguments without the token. */
export interface ApiRequest {
  readonly method: string;
  readonly token: string | undefined;
  readonly args: Readonly<Record<string, unknown>>;
}

/** What Slack answers to one call, `ok` and all. Nothing but bugs of ours is thrown. */
export function callMethod(methods: Methods, { method: name, token, args }: ApiRequest): Answer {
  try {
    const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
    if (method === undefined) return { ok: false, error: 'unknown_method', req_method: name };
    refuseToken(method, token);
    return { ok: true, ...method.answer(args) };
  } catch (error) {
    if (error instanceof ApiError) return refusal(error.code, error.messages);
    throw error;
  }
}

/** The shape of every refusal. Slack gives its complaints twice. */
export function refusal(error: string, messages: readonly string[] = []): Answer {
  if (messages.length === 0) return { ok: false, error };
  const errors = messages.map((message) => message.replace(/^\[ERROR\] /, ''));
  return { ok: false, error, errors, response_metadata: { messages } };
}

function refuseToken(method: Method, token: string | undefined): void {
  if (token === undefined || token === '') throw new ApiError('not_authed');
  const kind = token === APP.botToken ? 'bot' : token === APP.appToken ? 'app' : undefined;
  if (kind === undefined) throw new ApiError('invalid_auth');
  if (method.token !== 'any' && method.token !== kind) throw new ApiError('not_allowed_token_type');
}
