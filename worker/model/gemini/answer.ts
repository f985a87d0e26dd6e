import * as z from 'zod';
import type { Answer } from '../model.ts';
import { blocked, type Provider, unreadable } from '../problems.ts';
import { TokenCount } from '../token-count.ts';
import { CUT_OFF, unreadCall, withheld } from '../unfinished.ts';
import { ownId } from './request.ts';

const Call = z.looseObject({ id: z.string().nullish(), name: z.string(), args: z.unknown().optional() });
const Part = z.looseObject({
  text: z.string().nullish(),
  thought: z.boolean().nullish(),
  functionCall: Call.nullish(),
});
type Part = z.infer<typeof Part>;

const Content = z.looseObject({ parts: z.array(Part).nullish() }).nullish();
const Candidate = z.looseObject({
  /** Read apart, because what is read is a copy, and this has to go back as it came. */
  content: z.unknown().optional(),
  finishReason: z.string().nullish(),
  finishMessage: z.string().nullish(),
});
type Candidate = z.infer<typeof Candidate>;

const Reply = z.looseObject({
  candidates: z.array(Candidate).nullish(),
  promptFeedback: z.looseObject({ blockReason: z.string().nullish() }).nullish(),
  usageMetadata: z
    .looseObject({
      promptTokenCount: TokenCount,
      toolUsePromptTokenCount: TokenCount,
      cachedContentTokenCount: TokenCount,
      candidatesTokenCount: TokenCount,
      thoughtsTokenCount: TokenCount,
    })
    .nullish(),
});
type Reply = z.infer<typeof Reply>;

/** What a reply to `generateContent` says. */
export function answerOf(provider: Provider, reply: unknown): Answer {
  const read = Reply.safeParse(reply);
  const candidate = read.data?.candidates?.[0];
  const content = Content.safeParse(candidate?.content);
  if (!read.data || !candidate || !content.success) throw noAnswer(provider, reply, read.data);
  const parts = content.data?.parts ?? [];
  const unfinished = unfinishedOf(candidate, parts.length === 0);
  return {
    text: parts.map(saidIn).join(''),
    calls: parts.flatMap(({ functionCall }) => functionCall ?? []).map(callOf),
    // Thoughts and their signatures belong to it. One without parts would not be taken back.
    ...(parts.length > 0 && { verbatim: candidate.content }),
    ...(unfinished !== undefined && { unfinished }),
    tokens: tokensOf(read.data),
  };
}

function noAnswer(provider: Provider, reply: unknown, read: Reply | undefined) {
  const reason = read?.promptFeedback?.blockReason;
  return reason ? blocked(provider, ` (${reason}).`) : unreadable(provider, JSON.stringify(reply) ?? '');
}

const saidIn = ({ text, thought }: Part): string => (thought ? '' : (text ?? ''));

const callOf = ({ id, name, args }: z.infer<typeof Call>, index: number) => ({
  id: id ?? ownId(index),
  name,
  input: args ?? {},
});

function unfinishedOf({ finishReason, finishMessage }: Candidate, isEmpty: boolean): string | undefined {
  switch (finishReason) {
    case undefined:
    case null:
    case 'STOP':
      return undefined;
    case 'MAX_TOKENS':
      return CUT_OFF;
    case 'MALFORMED_FUNCTION_CALL':
    case 'UNEXPECTED_TOOL_CALL':
      return unreadCall(finishMessage ?? '');
    default:
      return isEmpty ? withheld(finishReason) : undefined;
  }
}

function tokensOf({ usageMetadata: usage }: Reply): Answer['tokens'] {
  if (!usage) return { input: 0, output: 0 };
  const cached = usage.cachedContentTokenCount;
  return {
    input: usage.promptTokenCount + usage.toolUsePromptTokenCount,
    output: usage.candidatesTokenCount + usage.thoughtsTokenCount,
    ...(cached > 0 && { cached }),
  };
}
