import { TaskError } from '#shared/task/failure.ts';
import type { Message, Model } from '../model/model.ts';
import { forget, type Stands, toldOf } from './forget.ts';

type Conversation = Parameters<Model['ask']>[0];

/**
 * A model that is never asked more than it can take in. When a conversation grows too long, it is cut down to half of
 * that, so that it happens rarely: between two cuts each request is the one before with more at its end, which is what
 * providers' caches need.
 */
export function withinWindow(model: Model, tokens: number): Model {
  const scale = createScale();
  let stands: Stands = new Map();
  let mostTokens = tokens;

  function fit({ system, messages, tools }: Conversation): { messages: readonly Message[]; bytes: number } {
    const around = scale.bytesOf({ system }) + scale.bytesOf(tools);
    const weigh = (told: readonly Message[]) => told.reduce((sum, message) => sum + scale.bytesOf(message), around);
    const told = toldOf(messages, stands);
    if (scale.tokensIn(weigh(told)) <= mostTokens) return { messages: told, bytes: weigh(told) };
    const mostBytes = scale.bytesFor(mostTokens / 2) - around;
    stands = forget(messages, stands, { bytesOf: scale.bytesOf, mostBytes });
    const rest = toldOf(messages, stands);
    return { messages: rest, bytes: weigh(rest) };
  }

  return {
    name: model.name,
    async ask(conversation) {
      for (;;) {
        const { messages, bytes } = fit(conversation);
        try {
          const answer = await model.ask({ ...conversation, messages });
          scale.learn(bytes, answer.tokens.input);
          return answer;
        } catch (error) {
          if (!isFull(error)) throw error;
          // Its window is smaller than we took it for.
          mostTokens = 0.9 * scale.tokensIn(bytes);
          if (fit(conversation).bytes >= bytes) throw error;
        }
      }
    },
  };
}

const isFull = (error: unknown): boolean => error instanceof TaskError && error.code === 'model_context_full';

/** Rough, until the provider says how many tokens our bytes were. */
const BYTES_PER_TOKEN = 3.5;
/** No text makes so few tokens: whoever counts fewer has left some out. */
const MOST_BYTES_PER_TOKEN = 6;

/** Weighs each part of a conversation once, and learns what a provider makes of it. */
function createScale() {
  const weighed = new WeakMap<object, number>();
  let bytesPerToken = BYTES_PER_TOKEN;
  return {
    bytesOf(part: object): number {
      const bytes = weighed.get(part) ?? Buffer.byteLength(JSON.stringify(sentOf(part)));
      weighed.set(part, bytes);
      return bytes;
    },
    tokensIn: (bytes: number) => bytes / bytesPerToken,
    bytesFor: (tokens: number) => tokens * bytesPerToken,
    learn(bytes: number, tokens: number) {
      if (tokens > 0) bytesPerToken = Math.min(bytes / tokens, MOST_BYTES_PER_TOKEN);
    },
  };
}

/** Where there is the provider's own content, that alone is sent. */
const sentOf = (part: object): unknown => ('verbatim' in part ? part.verbatim : part);
