import { GoogleGenAI } from '@google/genai';
import { TaskError } from '#shared/task/failure.ts';
import { type Bounds, callPatiently } from './call.ts';
import { answerOf } from './gemini/answer.ts';
import { requestOf } from './gemini/request.ts';
import { type Place, vertexProvider } from './gemini/vertex.ts';
import type { Model } from './model.ts';
import { post } from './post.ts';
import { type Provider, withoutCredentials } from './problems.ts';
import { Later } from './retry.ts';

interface Options extends Bounds {
  readonly model: string;
  /** Vertex AI with application default credentials, or the Gemini API with a key. */
  readonly access: Place | { readonly key: string };
  /** Google's own when absent. */
  readonly url?: string | undefined;
}

/** Gemini through `@google/genai`. */
export function genAiModel({ model, access, url, ...bounds }: Options): Model {
  const provider = 'key' in access ? { model, ...SETTINGS } : vertexProvider(model, access);
  const client = clientOf(access, url);
  void fetchCredentials(client, model);
  return {
    name: model,
    ask: (conversation) =>
      callPatiently(provider, { ...bounds, signal: conversation.signal }, async (signal) =>
        answerOf(provider, await generate(client, provider, requestOf(conversation), signal)),
      ),
  };
}

const SETTINGS = {
  credentials: 'set BELLHOP_MODEL_KEY to a key of the Gemini API that may use this model',
  address: 'check BELLHOP_MODEL and BELLHOP_MODEL_URL',
};

function clientOf(access: Options['access'], url: string | undefined): GoogleGenAI {
  // Said in full, because what is left out it takes from the environment.
  const where =
    'key' in access
      ? { vertexai: false, apiKey: access.key, apiVersion: 'v1beta' }
      : { vertexai: true, project: access.project, location: access.location, apiVersion: 'v1' };
  return new GoogleGenAI({ ...where, ...(url && { httpOptions: { baseUrl: url } }) });
}

/** A call that is not sent: by the first that is, credentials are there. What is wrong with them, that one says. */
const fetchCredentials = (client: GoogleGenAI, model: string): Promise<unknown> =>
  client.models
    .generateContent({ model, contents: '', config: { httpOptions: { fetch: async () => Response.json({}) } } })
    .catch(() => undefined);

/**
 * The client knows where to go and how to show who we are. But it makes request and reply anew from the fields it knows,
 * and what it does not know is lost: so both go past it.
 */
async function generate(
  client: GoogleGenAI,
  provider: Provider,
  content: object,
  signal: AbortSignal,
): Promise<unknown> {
  let reply: unknown;
  const body = JSON.stringify(content);
  const fetch = async (...[url, { headers } = {}]: Parameters<typeof globalThis.fetch>) => {
    reply = await post(provider, {
      url: `${url}`,
      headers: Object.fromEntries(new Headers(headers)),
      body,
      signal,
    });
    return Response.json({});
  };
  const config = { httpOptions: { fetch }, automaticContinuation: false };
  await client.models
    .generateContent({ model: provider.model, contents: 'said past it', config })
    .catch(explain(provider));
  return reply;
}

/** What the provider said is told already; all else that can go wrong is on the way to credentials. */
const explain = (provider: Provider) => (error: unknown) => {
  throw error instanceof Later || error instanceof TaskError ? error : withoutCredentials(provider, error);
};
