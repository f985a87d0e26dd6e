import { generateKeyPair, type KeyObject, sign } from 'node:crypto';
import { createServer } from 'node:http';
import { promisify } from 'node:util';
import { encodeJwt } from './jwt.ts';
import { onLoopback } from './on-loopback.ts';

/** Who a token is for, and by whom; what is not given is as Google would have it. */
interface Claims {
  readonly email: string;
  readonly audience: string;
  readonly emailVerified?: boolean;
  readonly issuer?: string;
  readonly issuedAt?: Date;
  readonly expiresAt?: Date;
}

/** Who signs for Google's service accounts. Tokens of it are believed by whoever asks it, not Google, for the keys. */
export interface Identity {
  /** Gives the keys as Google does, by their ids. */
  readonly certsUrl: string;
  readonly keyId: string;
  /** What anybody may know of the key. */
  readonly publicKey: string;
  /** How often somebody asked for the keys. */
  timesAsked(): number;
  /** A signed token; of what is odd in it nothing is refused. */
  mint(claims: Claims): string;
  close(): Promise<void>;
}

const HOUR_MS = 3_600_000;

export async function startIdentity(): Promise<Identity> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const keyId = 'the one key';
  // Google gives certificates. Of those only the key is looked at, and a bare one is read just as well.
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'public, max-age=3600' });
    response.end(JSON.stringify({ [keyId]: pem }));
  });
  const { port, close } = await onLoopback(server);
  return {
    ...{ certsUrl: `http://127.0.0.1:${port}/oauth2/v1/certs`, keyId, publicKey: pem, close },
    timesAsked: () => asked,
    mint: (claims) => encodeJwt({ alg: 'RS256', kid: keyId, typ: 'JWT' }, payloadOf(claims), signedWith(privateKey)),
  };
}

/** What tokens of Google's service accounts say. */
export function payloadOf(claims: Claims): object {
  const { email, audience, emailVerified = true, issuer = 'https://accounts.google.com' } = claims;
  const { issuedAt = new Date(), expiresAt = new Date(issuedAt.getTime() + HOUR_MS) } = claims;
  return {
    ...{ iss: issuer, aud: audience, azp: '1042', sub: '1042', email, email_verified: emailVerified },
    ...{ iat: inSeconds(issuedAt), exp: inSeconds(expiresAt) },
  };
}

const inSeconds = (moment: Date): number => Math.floor(moment.getTime() / 1_000);

const signedWith =
  (key: KeyObject) =>
  (text: string): Buffer =>
    sign('RSA-SHA256', Buffer.from(text), key);
