import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { type AnsweringScene, type Dialect, TOKENS } from './play.ts';

const { input, output, cached } = TOKENS;
const THOUGHTS = 10;

/** The Gemini API, as Vertex AI and Google AI Studio serve it alike. */
export const geminiDialect: Dialect = {
  answer: (scene) => ({
    candidates: [candidateOf(scene)],
    usageMetadata: {
      promptTokenCount: input,
      cachedContentTokenCount: cached,
      candidatesTokenCount: output - THOUGHTS,
      thoughtsTokenCount: THOUGHTS,
      totalTokenCount: input + output,
    },
    modelVersion: 'gemini-3-pro',
  }),
  refusal: (code, message, retrySeconds) => ({
    error: {
      ...{ code, message, status: 'A_STATUS' },
      ...(retrySeconds && {
        details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: `${retrySeconds}s` }],
      }),
    },
  }),
  blocked: { status: 200, body: { promptFeedback: { blockReason: 'PROHIBITED_CONTENT' }, usageMetadata: {} } },
};

const REASONS = { 'too long': 'MAX_TOKENS', withheld: 'RECITATION', 'for a reason of its own': 'ENNUI' };

function candidateOf({ text, calls = [], stop, withoutIds }: AnsweringScene) {
  const broken = calls.find(({ input: given }) => typeof given === 'string');
  if (broken)
    return { finishReason: 'MALFORMED_FUNCTION_CALL', finishMessage: `Malformed function call: ${broken.input}.` };
  const parts = [
    ...(text === undefined ? [] : [{ text }]),
    ...calls.map(({ name, input: args }, index) => ({
      functionCall: { ...(!withoutIds && { id: `call-of-${index}` }), name, args },
      // With parallel calls, only the first one has it.
      ...(index === 0 && { thoughtSignature: 'opaque' }),
    })),
  ];
  const finishReason = stop ? REASONS[stop] : 'STOP';
  if (parts.length === 0) return { content: { role: 'model' }, finishReason };
  // A kind of part that no client knows yet comes back as well as the thoughts.
  const thoughts = [{ text: 'I think of it.', thought: true }, { futurePart: { of: 'a kind to come' } }];
  return { content: { role: 'model', parts: [...thoughts, ...parts] }, finishReason, index: 0 };
}

const Part = z.looseObject({
  thoughtSignature: z.string().optional(),
  functionCall: z.looseObject({ id: z.string().optional(), name: z.string(), args: z.looseObject({}) }).optional(),
  functionResponse: z
    .looseObject({ id: z.string().optional(), name: z.string(), response: z.looseObject({}) })
    .optional(),
});
const Content = z.looseObject({ role: z.enum(['user', 'model']), parts: z.array(Part).min(1) });
type Content = z.infer<typeof Content>;
const Body = z.looseObject({ contents: z.array(Content).min(1) });
const Given = z.looseObject({ candidates: z.array(z.looseObject({ content: z.unknown().optional() })) });

/** What Gemini refuses of a conversation: thoughts that went missing, and calls without a result. */
export function objectionTo(body: unknown, given: readonly unknown[]): string | undefined {
  const read = Body.safeParse(body);
  if (!read.success) return z.prettifyError(read.error);
  const { contents } = read.data;
  const answered = given.flatMap((reply) => Given.parse(reply).candidates.map(({ content }) => content));
  for (const [index, content] of contents.entries()) {
    if (content.role !== 'model') continue;
    const isMine = answered.some((said) => isDeepStrictEqual(said, content));
    const calls = content.parts.flatMap(({ functionCall }) => functionCall ?? []);
    const signature = content.parts.find(({ functionCall }) => functionCall)?.thoughtSignature;
    if (!isMine && calls.length > 0 && signature !== 'skip_thought_signature_validator')
      return 'Function call is missing a thought_signature in functionCall parts.';
    if (!isMine && JSON.stringify(content).includes('opaque')) return 'What I said came back changed.';
    if (!isDeepStrictEqual(calls.map(nameOf), resultsIn(contents[index + 1]).slice(0, calls.length)))
      return 'The number of function response parts is not equal to the number of function call parts.';
  }
  return undefined;
}

const resultsIn = (content: Content | undefined) =>
  content?.parts.flatMap(({ functionResponse }) => functionResponse ?? []).map(nameOf) ?? [];

const nameOf = ({ id, name }: { id?: string | undefined; name: string }) => ({ id, name });
