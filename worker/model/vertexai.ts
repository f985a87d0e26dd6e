import {
  type GenerateContentRequest,
  GoogleAuthError,
  GoogleGenerativeAIError,
  VertexAI,
} from '@google-cloud/vertexai';
import { type Bounds, callPatiently } from './call.ts';
import { answerOf } from './gemini/answer.ts';
import { requestOf } from './gemini/request.ts';
import { hostOf, type Place, vertexProvider } from './gemini/vertex.ts';
import type { Model } from './model.ts';
import { notAvailable, type Provider, problemOf, unreachable, withoutCredentials } from './problems.ts';

interface Options extends Bounds, Place {
  readonly model: string;
  /** Google's own when absent. The package speaks https only. */
  readonly url?: string | undefined;
}

/**
 * Gemini through `@google-cloud/vertexai`, of which only the single call is used: its chats and streams lose thoughts.
 * It takes no signal, and its own timeout would keep the process alive: a call nobody waits for any more runs on unheard.
 */
export function vertexAiModel({ model, project, location, url, ...bounds }: Options): Model {
  const provider = vertexProvider(model, { project, location });
  // It puts the scheme before it, and a path after it.
  const apiEndpoint = url?.replace(/^https:\/\/|\/+$/g, '') ?? hostOf(location);
  const client = new VertexAI({ project, location, apiEndpoint });
  const generative = client.getGenerativeModel({ model });
  return {
    name: model,
    ask: (conversation) =>
      callPatiently(provider, { ...bounds, signal: conversation.signal }, async () => {
        // Its types are older than the API: they know no thoughts and no JSON Schema, but it passes both on.
        const request = requestOf(conversation) as unknown as GenerateContentRequest;
        const { response } = await generative.generateContent(request).catch((error: unknown) => {
          throw problemIn(provider, error);
        });
        return answerOf(provider, response);
      }),
  };
}

/** It throws the same few errors for everything; the reply is told in their text. */
function problemIn(provider: Provider, error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (error instanceof GoogleAuthError) return withoutCredentials(provider, error);
  const [, status, body] = /got status: (\d{3}).*?\. ([{[].*)$/s.exec(error.message) ?? [];
  if (status && body) return problemOf(provider, { status: Number(status), body }, Date.now());
  if (error instanceof GoogleGenerativeAIError) return unreachable(provider, error);
  // A page of HTML, or JSON that is not Google's, which it trips over.
  if (error instanceof SyntaxError || error instanceof TypeError) return notAvailable(provider, error);
  return error;
}
