import { createPrivateKey } from 'node:crypto';
import { App } from '@octokit/app';
import { Octokit } from '@octokit/core';
import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import { TaskError } from '#shared/task/failure.ts';
import { boundedFetch } from './bounded-fetch.ts';
import { asRefused } from './failure.ts';

const Client = Octokit.plugin(retry, throttling);

const TIMEOUT_MS = 15_000;
const LARGEST_ANSWER_BYTES = 16 * 1024 * 1024;
const RETRIES = 2;
/** The longest GitHub may ask us to wait before we give up and say so. */
const LONGEST_WAIT_SECONDS = 60;

export interface ClientOptions {
  readonly appId: number | string;
  readonly privateKey: string;
  readonly apiUrl: string;
  readonly secondMs: number;
}

/** Clients that try again what is safe to try again, and slow down when GitHub asks for it. */
export function openClients(options: ClientOptions) {
  const { appId, apiUrl } = options;
  const common = (id: string) => clientOptions(options, `${apiUrl} ${appId} ${id}`);
  const app = new App({ appId, privateKey: checkedKey(options.privateKey), Octokit: Client.defaults(common('calls')) });
  return {
    /** Speaks as the App itself. */
    app: pinVersion(app.octokit),
    /** Speaks with an installation token. */
    as: (token: string): Octokit => pinVersion(new Client({ ...common('calls'), auth: token })),
    /** Ends a token. In a queue of its own: a right must not live on because pull requests are being paced. */
    async revoke(token: string): Promise<void> {
      const client = pinVersion(new Client({ ...common('revocations'), auth: token }));
      try {
        await client.request('DELETE /installation/token');
      } catch (error) {
        const alreadyGone = asRefused(error)?.status === 401;
        if (!alreadyGone) throw error;
      }
    },
  };
}

export type Clients = ReturnType<typeof openClients>;

function clientOptions({ apiUrl, secondMs }: ClientOptions, id: string) {
  const waitOnce = (retryAfterSeconds: number, _request: unknown, _client: unknown, retryCount: number) =>
    retryAfterSeconds <= LONGEST_WAIT_SECONDS && retryCount < RETRIES;
  return {
    baseUrl: apiUrl,
    userAgent: 'bellhop',
    // What these libraries report as warnings ends either well or as an error that is told in full.
    log: { debug: silent, info: silent, warn: silent, error: silent },
    request: { fetch: boundedFetch({ timeoutMs: TIMEOUT_MS, maxBytes: LARGEST_ANSWER_BYTES, longer: 'refuse' }) },
    retry: {
      retries: RETRIES,
      retryAfterBaseValue: secondMs,
      doNotRetry: [400, 401, 403, 404, 409, 410, 413, 422, 429, 451],
    },
    throttle: { id, retryAfterBaseValue: secondMs, onRateLimit: waitOnce, onSecondaryRateLimit: waitOnce },
  };
}

function silent(): void {}

function pinVersion(client: Octokit): Octokit {
  client.hook.before('request', (request) => {
    request.headers['x-github-api-version'] = '2022-11-28';
  });
  return client;
}

/** Refuses a broken key when the bot starts, not when the first task does. */
function checkedKey(privateKey: string): string {
  const pem = privateKey.replaceAll('\\n', '\n');
  try {
    const { asymmetricKeyType } = createPrivateKey(pem);
    if (asymmetricKeyType !== 'rsa') throw new Error(`an ${asymmetricKeyType} key is no key of a GitHub App`);
    return pem;
  } catch (cause) {
    throw new TaskError('github_key_unreadable', "The GitHub App's private key cannot be read.", {
      whose: 'service',
      remedy: 'Whoever runs this bot: give it the whole PEM file GitHub made for the App.',
      cause,
    });
  }
}
