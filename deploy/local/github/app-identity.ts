import { createPublicKey, generateKeyPair, verify } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';

/** The one GitHub App of this host, registered with its own key. */
export interface AppIdentity {
  readonly id: number;
  readonly slug: string;
  /** PEM, made once per data folder. */
  readonly privateKey: string;
}

export async function openAppIdentity(dataDir: string): Promise<AppIdentity> {
  const file = join(dataDir, 'app.pem');
  const privateKey = await readFile(file, 'utf8').catch(() => makeKey(file));
  return { id: 1001, slug: 'bellhop', privateKey };
}

async function makeKey(file: string): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  await writeFile(file, privateKey, { mode: 0o600, flag: 'wx' });
  return privateKey;
}

const Header = z.object({ alg: z.literal('RS256') });
const Claims = z.object({ iss: z.union([z.string(), z.number()]), iat: z.unknown(), exp: z.unknown() });

const UNREADABLE = { status: 401, message: 'A JSON web token could not be decoded' } as const;
const UNKNOWN_APP = { status: 404, message: 'Integration not found' } as const;
const BAD_ISSUED_AT =
  "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued";
const BAD_EXPIRY =
  "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires";
const FAR_EXPIRY = "'Expiration time' claim ('exp') is too far in the future";
const LONGEST_LIFE_SECONDS = 600;

/** Why GitHub would not take this JWT for the App's; undefined when it would. */
export function jwtProblem(
  app: AppIdentity,
  jwt: string,
  nowMs: number,
): { status: 401 | 404; message: string } | undefined {
  const [header = '', payload = '', signature = '', ...rest] = jwt.split('.');
  const claims = Claims.safeParse(decode(payload));
  if (rest.length > 0 || !claims.success || !Header.safeParse(decode(header)).success) return UNREADABLE;
  if (String(claims.data.iss) !== String(app.id)) return UNKNOWN_APP;
  const signed = Buffer.from(`${header}.${payload}`);
  if (!verify('RSA-SHA256', signed, createPublicKey(app.privateKey), Buffer.from(signature, 'base64url')))
    return UNREADABLE;
  const message = clockProblem(claims.data, Math.floor(nowMs / 1000));
  return message === undefined ? undefined : { status: 401, message };
}

function decode(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return undefined; // The caller refuses what is no JSON with GitHub's words.
  }
}

function clockProblem({ iat, exp }: { iat?: unknown; exp?: unknown }, now: number): string | undefined {
  if (!Number.isInteger(iat) || Number(iat) > now) return BAD_ISSUED_AT;
  if (typeof exp !== 'number' || exp <= now) return BAD_EXPIRY;
  return exp > now + LONGEST_LIFE_SECONDS ? FAR_EXPIRY : undefined;
}
