import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import type { Dialect } from './play.ts';
import { TOKENS } from './play.ts';

const { input, output, cached } = TOKENS;

export const openAiDialect: Dialect = {
  answer: ({ text, calls = [], stop, withoutIds }) => ({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    choices: [
      {
        index: 0,
        finish_reason: stop ? REASONS[stop] : calls.length > 0 ? 'tool_calls' : 'stop',
        message: {
          role: 'assistant',
          content: text ?? null,
          // Some providers want such things back as they were.
          reasoning_details: [{ signature: 'opaque' }],
          ...(calls.length > 0 && {
            tool_calls: calls.map((call, index) => ({
              ...(!withoutIds && { id: `call_${index}` }),
              type: 'function',
              function: {
                name: call.name,
                arguments: typeof call.input === 'string' ? call.input : JSON.stringify(call.input),
              },
            })),
          }),
        },
      },
    ],
    usage: { prompt_tokens: input, completion_tokens: output, prompt_tokens_details: { cached_tokens: cached } },
  }),
  refusal: (status, words, retrySeconds) => ({
    error: { message: words, type: 'error', code: status, ...(retrySeconds && { retryDelay: `${retrySeconds}s` }) },
  }),
  blocked: { status: 400, body: { error: { message: 'The prompt was filtered.', code: 'content_filter' } } },
};

const REASONS = { 'too long': 'length', withheld: 'content_filter', 'for a reason of its own': 'ennui' };

const Message = z.looseObject({
  role: z.string(),
  content: z.string().nullish(),
  tool_call_id: z.string().optional(),
  tool_calls: z.array(z.looseObject({ id: z.string().optional() })).optional(),
});
type Message = z.infer<typeof Message>;
const Body = z.object({ messages: z.array(Message) });
const Given = z.object({ choices: z.tuple([z.object({ message: Message })]) });

/** What such an API refuses of a conversation. */
export function objectionTo(body: unknown, given: readonly unknown[]): string | undefined {
  const { messages } = Body.parse(body);
  const answered = given.map((reply) => withoutIds(Given.parse(reply).choices[0].message));
  for (const [index, message] of messages.entries()) {
    if (message.role !== 'assistant') continue;
    if (typeof message.content !== 'string' && !message.tool_calls) return 'An assistant says something or calls.';
    const isOurs = !answered.some((said) => isDeepStrictEqual(said, withoutIds(message)));
    if (isOurs && 'reasoning_details' in message) return 'What I said came back changed.';
    const ids = message.tool_calls?.map(({ id }) => id) ?? [];
    const results = messages.slice(index + 1, index + 1 + ids.length).map(({ tool_call_id: id }) => id);
    if (ids.includes(undefined) || !isDeepStrictEqual(ids, results)) return 'Every call is answered under its id.';
  }
  return undefined;
}

const withoutIds = ({ tool_calls: calls, ...message }: Message): Message => ({
  ...message,
  ...(calls && { tool_calls: calls.map(({ id: _, ...call }) => call) }),
});
