import * as z from 'zod';
import { type Bounds, callPatiently } from './call.ts';
import type { Answer, Message, Model, ToolSpec } from './model.ts';
import { post } from './post.ts';
import { type Provider, unreadable } from './problems.ts';
import { TokenCount } from './token-count.ts';
import { CUT_OFF, withheld } from './unfinished.ts';

interface Options extends Bounds {
  /** Up to and without `/chat/completions`. */
  readonly url: string;
  readonly model: string;
  /** Many local servers need none. */
  readonly key?: string | undefined;
}

type Conversation = Parameters<Model['ask']>[0];

/** Any endpoint that speaks OpenAI's chat completions: vLLM, Ollama, llama.cpp, and most hosted models. */
export function openAiCompatibleModel({ url, model, key, ...bounds }: Options): Model {
  const provider = { model, ...SETTINGS };
  const address = `${url.replace(/\/+$/, '')}/chat/completions`;
  const headers = { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key}` }) };
  return {
    name: model,
    ask: (conversation) =>
      callPatiently(provider, { ...bounds, signal: conversation.signal }, async (signal) => {
        const body = JSON.stringify(requestOf(model, conversation));
        return answerOf(provider, await post(provider, { url: address, headers, body, signal }));
      }),
  };
}

const SETTINGS = {
  credentials: 'set BELLHOP_MODEL_KEY to a key that may use this model',
  address: 'check BELLHOP_MODEL and BELLHOP_MODEL_URL',
};

function requestOf(model: string, { system, messages, tools }: Conversation) {
  return {
    model,
    // What stays the same on every turn comes first, so that the provider's cache fits.
    messages: [{ role: 'system', content: system }, ...messages.flatMap(sentAs)],
    ...(tools.length > 0 && { tools: tools.map(toolOf) }),
  };
}

function toolOf({ name, description, parameters }: ToolSpec) {
  return { type: 'function', function: { name, description, parameters } };
}

function sentAs(message: Message): readonly unknown[] {
  if (message.role === 'user') return [{ role: 'user', content: message.text }];
  if (message.role === 'tool')
    return message.results.map(({ id, text }) => ({ role: 'tool', tool_call_id: id, content: text }));
  // A turn in which nothing was said is not taken back.
  if (message.text === '' && message.calls.length === 0) return [];
  return [message.verbatim ?? retold(message)];
}

/** A turn of another model, in this one's words. */
function retold({ text, calls }: Extract<Message, { role: 'model' }>) {
  const told = calls.map(({ id, name, input }) => ({
    id,
    type: 'function',
    function: { name, arguments: JSON.stringify(input) },
  }));
  return { role: 'assistant', content: text, ...(told.length > 0 && { tool_calls: told }) };
}

const Call = z.looseObject({
  id: z.string().nullish(),
  function: z.looseObject({
    name: z.string(),
    /** Text that should be JSON; some servers send the object itself. */
    arguments: z.unknown().optional(),
  }),
});
const Said = z.looseObject({
  role: z.string().default('assistant'),
  content: z.string().nullish(),
  tool_calls: z.array(Call).nullish(),
});
const Completion = z.looseObject({
  choices: z.array(z.looseObject({ message: Said, finish_reason: z.string().nullish() })).min(1),
  usage: z
    .looseObject({
      prompt_tokens: TokenCount,
      completion_tokens: TokenCount,
      prompt_tokens_details: z.looseObject({ cached_tokens: TokenCount }).nullish(),
    })
    .nullish(),
});

function answerOf(provider: Provider, reply: unknown): Answer {
  const read = Completion.safeParse(reply);
  const choice = read.data?.choices[0];
  if (!choice) throw unreadable(provider, JSON.stringify(reply));
  const { message: said, finish_reason: reason } = choice;
  const calls = (said.tool_calls ?? []).map((call, index) => ({
    id: call.id ?? `call-${index}`,
    name: call.function.name,
    input: inputOf(call.function.arguments),
  }));
  const unfinished = UNFINISHED[reason ?? ''];
  return {
    text: said.content ?? '',
    calls,
    // Every call has to be answered under an id, also where the server gave none.
    verbatim: calls.length > 0 ? { ...said, tool_calls: withIds(said, calls) } : said,
    ...(unfinished !== undefined && { unfinished }),
    tokens: tokensOf(read.data?.usage),
  };
}

const UNFINISHED: Readonly<Record<string, string>> = {
  length: CUT_OFF,
  content_filter: withheld('content filter'),
};

function tokensOf(usage: z.infer<typeof Completion>['usage']): Answer['tokens'] {
  const cached = usage?.prompt_tokens_details?.cached_tokens ?? 0;
  return { input: usage?.prompt_tokens ?? 0, output: usage?.completion_tokens ?? 0, ...(cached > 0 && { cached }) };
}

const withIds = ({ tool_calls: given }: z.infer<typeof Said>, calls: Answer['calls']) =>
  (given ?? []).map((call, index) => ({ type: 'function', ...call, id: calls[index]?.id }));

/** What is not JSON goes to the tool as it is, and the tool says what is wrong with it. */
function inputOf(given: unknown): unknown {
  if (typeof given !== 'string') return given ?? {};
  try {
    return given.trim() === '' ? {} : JSON.parse(given);
  } catch {
    return given;
  }
}
