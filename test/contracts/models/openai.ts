import { openAiCompatibleModel } from '#worker/model/openai-compatible.ts';
import type { Patience } from '#worker/model/retry.ts';
import { type Dialect, TOKENS } from './play.ts';

export const openAiDialect: Dialect = {
  name: 'openai-compatible',
  answer: ({ text, calls = [], cut }) => ({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    choices: [
      {
        index: 0,
        finish_reason: cut ? 'length' : calls.length > 0 ? 'tool_calls' : 'stop',
        message: {
          role: 'assistant',
          content: text ?? null,
          // Some providers want such things back as they were.
          reasoning_details: [{ signature: 'opaque' }],
          ...(calls.length > 0 && {
            tool_calls: calls.map(({ name, input }, index) => ({
              id: `call_${index}`,
              type: 'function',
              function: { name, arguments: typeof input === 'string' ? input : JSON.stringify(input) },
            })),
          }),
        },
      },
    ],
    usage: { prompt_tokens: TOKENS.input, completion_tokens: TOKENS.output, total_tokens: 154 },
  }),
  refusal: (status, words) => ({ error: { message: words, type: 'error', code: status } }),
};

export const openOpenAi = (url: string, about: { patience: Patience; callMs: number }) =>
  openAiCompatibleModel({ url: `${url}/v1/`, model: 'qwen3', key: 'a key of this test', ...about });
