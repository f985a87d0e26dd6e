import { OAuth2Client } from 'google-auth-library';
import { TaskError } from '../../task/failure.ts';

interface Options {
  readonly audience: string;
  /** Email of the one account that may call. */
  readonly serviceAccount: string;
  /** Where the keys of the issuer are, when it is not Google itself. */
  readonly certsUrl?: string;
}

const ISSUERS = ['https://accounts.google.com', 'accounts.google.com'];
/** Three parts; Google's are about a thousand characters long. */
const BEARER = /^Bearer ([\w-]{1,1000}\.[\w-]{1,3000}\.[\w-]{1,1000})$/;
const CERTS_MS = 3_000;

/**
 * Rejects unless a header carries a token in time that Google signed for this account to call this audience. What was
 * wrong with it is the cause, for the log; the words tell a caller nothing.
 */
export function oidcVerifier({ audience, serviceAccount, certsUrl }: Options) {
  const client = new OAuth2Client({
    transporterOptions: { timeout: CERTS_MS },
    ...(certsUrl !== undefined && { endpoints: { oauth2FederatedSignonPemCertsUrl: certsUrl } }),
  });

  return async (authorization: string | undefined): Promise<void> => {
    const [, token] = BEARER.exec(authorization ?? '') ?? [];
    if (token === undefined) throw unverified('there is no bearer token');
    const { certs } = await client.getFederatedSignonCertsAsync().catch(noCerts);
    const ticket = await client
      .verifySignedJwtWithCertsAsync(token, certs, audience, ISSUERS)
      .catch((error: unknown) => Promise.reject(unverified(gistOf(error))));
    const { email, email_verified: isVerified } = ticket.getPayload() ?? {};
    if (email !== serviceAccount || isVerified !== true) throw unverified('it is the token of another account');
  };
}

/** The library's messages go on with the token, which has no place in a log. */
function gistOf(error: unknown): string {
  return error instanceof Error ? (error.message.split(': ')[0] ?? '').slice(0, 300) : 'unknown';
}

function unverified(why: string): TaskError {
  return new TaskError('caller_unverified', 'This caller may not call here.', {
    whose: 'service',
    remedy: 'Call as the service account that is configured, with a token for the audience that is configured.',
    cause: new Error(why),
  });
}

/** Whoever calls may well be right: that cannot be told, and it should come again. */
function noCerts(cause: unknown): never {
  throw new TaskError('caller_unknown', 'Nobody can be verified at the moment.', {
    whose: 'transient',
    remedy: 'Call again.',
    cause,
  });
}
