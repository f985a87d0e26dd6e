import { createSign, createVerify, generateKeyPairSync } from 'node:crypto';
import { GoogleAuth, OAuth2Client } from 'google-auth-library';
import { type Answer, type Asked, json, jsonError } from './answers.ts';

const EMAIL = 'bellhop-bot@demo.iam.gserviceaccount.com';
const TOKEN = 'a-token-of-the-service-account';
const IAM = 'https://iamcredentials.googleapis.com';

/** A service account that IAM signs for. */
export interface ServiceAccount {
  readonly email: string;
  /** Credentials with a key of their own, as a file, for a process that no other way leads to this server. */
  readonly keyFile: string;
  hasSigned(text: string, signatureHex: string): boolean;
  /** Whether a request comes with a token of the account. */
  isOf(asked: Asked): boolean;
  /** The call of IAM that signs; undefined for any other request. */
  answer(asked: Asked): Answer | undefined;
}

export function createServiceAccount(): ServiceAccount {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  // With an address of its own the client sends no token unless it is told to; a wrong one is refused.
  const isOf = ({ headers }: Asked) => (headers.authorization ?? `Bearer ${TOKEN}`) === `Bearer ${TOKEN}`;
  return {
    email: EMAIL,
    keyFile: JSON.stringify({
      type: 'service_account',
      project_id: 'demo',
      client_email: EMAIL,
      private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    }),
    hasSigned: (text, signatureHex) =>
      createVerify('RSA-SHA256').update(text).verify(publicKey, Buffer.from(signatureHex, 'hex')),
    isOf,
    answer: (asked) => {
      if (asked.url.pathname !== `/v1/projects/-/serviceAccounts/${EMAIL}:signBlob`) return undefined;
      if (!isOf(asked)) return jsonError(401, 'authError', 'Invalid Credentials');
      const payload = Buffer.from(JSON.parse(asked.body.toString()).payload, 'base64');
      return json({ keyId: '1', signedBlob: createSign('RSA-SHA256').update(payload).sign(privateKey, 'base64') });
    },
  };
}

/**
 * Credentials of the account as a process has them on Cloud Run: an access token, and no key. What goes to IAM goes to
 * the server at `url` instead; its email is set, where Cloud Run's metadata server would tell it.
 */
export function authAt(url: string): GoogleAuth<OAuth2Client> {
  const authClient = new OAuth2Client();
  authClient.setCredentials({ access_token: TOKEN, expiry_date: Date.now() + 24 * 60 * 60_000 });
  authClient.transporter.interceptors.request.add({
    resolved: async (options) => Object.assign(options, { url: new URL(options.url.href.replace(IAM, url)) }),
  });
  const auth = new GoogleAuth({ authClient });
  auth.jsonContent = { client_email: EMAIL };
  return auth;
}
