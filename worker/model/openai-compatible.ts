import * as z from 'zod';
import type { Answer, Message, Model, ToolSpec } from './model.ts';
import { problemOf, silent, unreachable, unreadable } from './problems.ts';
import { PATIENCE, type Patience, patiently } from './retry.ts';

interface Options {
  /** Up to and without `/chat/completions`. */
  readonly url: string;
  readonly model: string;
  /** Many local servers need none. */
  readonly key?: string | undefined;
  readonly patience?: Patience;
  /** Of one call. Long answers take minutes on small machines. */
  readonly callMs?: number;
}

type Conversation = Parameters<Model['ask']>[0];

/** Any endpoint that speaks OpenAI's chat completions: vLLM, Ollama, llama.cpp, and most hosted models. */
export function openAiCompatibleModel(options: Options): Model {
  const { model, patience = PATIENCE, callMs = 10 * 60_000 } = options;
  return {
    name: model,
    ask: async (conversation) => {
      const { signal } = conversation;
      return patiently(() => call(options, conversation, callMs), patience, { signal });
    },
  };
}

async function call({ url, model, key }: Options, conversation: Conversation, callMs: number): Promise<Answer> {
  const timeout = AbortSignal.timeout(callMs);
  const sent = {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key}` }) },
    body: JSON.stringify(requestOf(model, conversation)),
    // A key must not follow to where somebody else points.
    redirect: 'error',
    signal: AbortSignal.any([conversation.signal, timeout]),
  } as const;
  const received = await fetch(`${url.replace(/\/+$/, '')}/chat/completions`, sent)
    .then(async (response) => ({ response, body: await response.text() }))
    .catch((error: unknown) => {
      conversation.signal.throwIfAborted();
      throw timeout.aborted ? silent(model, callMs) : unreachable(model, error);
    });
  const { response, body } = received;
  if (response.ok) return answerOf(model, body);
  const retryAfter = response.headers.get('retry-after') ?? undefined;
  throw problemOf(model, { status: response.status, body, retryAfter }, Date.now());
}

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
    arguments: z.unknown(),
  }),
});
const Said = z.looseObject({
  role: z.string().default('assistant'),
  content: z.string().nullish(),
  tool_calls: z.array(Call).nullish(),
});
const Completion = z.looseObject({
  choices: z.array(z.looseObject({ message: Said })).min(1),
  usage: z.looseObject({ prompt_tokens: z.number().default(0), completion_tokens: z.number().default(0) }).nullish(),
});

function answerOf(model: string, body: string): Answer {
  const read = Completion.safeParse(parsed(body));
  const said = read.data?.choices[0]?.message;
  if (!said) throw unreadable(model, body);
  const calls = (said.tool_calls ?? []).map((call, index) => ({
    id: call.id ?? `call-${index}`,
    name: call.function.name,
    input: inputOf(call.function.arguments),
  }));
  return {
    text: said.content ?? '',
    calls,
    // Every call has to be answered under an id, also where the server gave none.
    verbatim: calls.length > 0 ? { ...said, tool_calls: withIds(said, calls) } : said,
    tokens: { input: read.data?.usage?.prompt_tokens ?? 0, output: read.data?.usage?.completion_tokens ?? 0 },
  };
}

const withIds = ({ tool_calls: given }: z.infer<typeof Said>, calls: Answer['calls']) =>
  (given ?? []).map((call, index) => ({ type: 'function', ...call, id: calls[index]?.id }));

/** What is not JSON goes to the tool as it is, and the tool says what is wrong with it. */
function inputOf(given: unknown): unknown {
  if (typeof given !== 'string') return given;
  return given.trim() === '' ? {} : (parsed(given) ?? given);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Told by whoever needs it to be JSON.
    return undefined;
  }
}
