import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** A "no" in GitHub's own words; the routes throw it and one place writes it down. */
export class Refusal extends Error {
  readonly status: ContentfulStatusCode;
  readonly errors: readonly object[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: ContentfulStatusCode,
    message: string,
    more: { errors?: readonly object[]; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message);
    this.status = status;
    this.errors = more.errors;
    this.headers = more.headers ?? {};
  }
}

export function notFound(): Refusal {
  return new Refusal(404, 'Not Found');
}

export function validationFailed(errors: readonly object[]): Refusal {
  return new Refusal(422, 'Validation Failed', { errors });
}

export function answerRefusal(context: Context, error: Error): Response {
  if (!(error instanceof Refusal)) {
    console.error(error); // A bug of this server; GitHub's own would look the same from outside.
    return answerRefusal(context, new Refusal(500, 'Server Error'));
  }
  const { message, errors, status, headers } = error;
  const body = {
    message,
    ...(errors && { errors }),
    documentation_url: 'https://docs.github.com/rest',
    status: `${status}`,
  };
  return context.json(body, status, { ...headers });
}
