import type { Message, Model, ToolSpec } from '../model.ts';

/** A turn as Gemini's API has it. What a part holds is its own affair. */
interface Content {
  readonly role: 'user' | 'model';
  readonly parts: readonly unknown[];
}

type Conversation = Pick<Parameters<Model['ask']>[0], 'system' | 'messages' | 'tools'>;

/** The body of `generateContent`. What stays the same on every turn comes first, so that the provider's cache fits. */
export function requestOf({ system, messages, tools }: Conversation) {
  return {
    systemInstruction: { role: 'system', parts: [{ text: system }] },
    ...(tools.length > 0 && { tools: [{ functionDeclarations: tools.map(declared) }] }),
    contents: messages.flatMap(sentAs),
  };
}

const declared = ({ name, description, parameters }: ToolSpec) => ({
  name,
  description,
  // The older `parameters` takes a part of JSON Schema only.
  parametersJsonSchema: parameters,
});

function sentAs(message: Message): readonly unknown[] {
  switch (message.role) {
    case 'user':
      return [{ role: 'user', parts: [{ text: message.text }] } satisfies Content];
    case 'tool':
      return [{ role: 'user', parts: message.results.map(answered) } satisfies Content];
    case 'model':
      return message.verbatim === undefined ? retold(message) : [message.verbatim];
    default:
      return message satisfies never;
  }
}

const answered = ({ id, name, text }: { id: string; name: string; text: string }) => ({
  functionResponse: { ...named(id), name, response: { output: text } },
});

/** What Gemini takes for the thought behind a call that it did not make itself. */
const NO_THOUGHT = 'skip_thought_signature_validator';

/** A turn of another model, in this one's words. One in which nothing was said is not taken. */
function retold({ text, calls }: Extract<Message, { role: 'model' }>): readonly Content[] {
  const called = calls.map(({ id, name, input }, index) => ({
    functionCall: { ...named(id), name, args: typeof input === 'object' ? input : { input } },
    ...(index === 0 && { thoughtSignature: NO_THOUGHT }),
  }));
  const parts = [...(text === '' ? [] : [{ text }]), ...called];
  return parts.length > 0 ? [{ role: 'model', parts }] : [];
}

const UNNAMED = 'unnamed-';

/** An id for a call that came without one. The provider never sees it. */
export const ownId = (index: number): string => `${UNNAMED}${index}`;

const named = (id: string) => (id.startsWith(UNNAMED) ? {} : { id });
