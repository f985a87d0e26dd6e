import * as z from 'zod';
import type { Block } from '../workspace/message.ts';
import { repeatedIds, textLength } from './block-rules.ts';
import { messageBlock } from './blocks.ts';
import { problems } from './problem.ts';

/** Slack's unwritten ceiling on the words in all blocks of one message together. */
const BLOCK_TEXT_LIMIT = 12_000;

const Blocks = z.object({ blocks: z.array(messageBlock).max(50) });

export type Checked<Value, Code extends string> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: Code; readonly messages: readonly string[] };

/** The blocks of a message, or what Slack would answer instead. */
export function checkMessageBlocks(
  blocks: unknown,
): Checked<readonly Block[], 'invalid_blocks' | 'invalid_blocks_format' | 'msg_blocks_too_long'> {
  if (!Array.isArray(blocks)) return { ok: false, error: 'invalid_blocks_format', messages: [] };
  const parsed = Blocks.safeParse({ blocks });
  const messages = parsed.success
    ? repeatedIds(parsed.data.blocks, ['blocks'])
    : problems(parsed.error.issues, { blocks });
  if (messages.length > 0) return { ok: false, error: 'invalid_blocks', messages };
  if (textLength(blocks) > BLOCK_TEXT_LIMIT) return { ok: false, error: 'msg_blocks_too_long', messages: [] };
  return { ok: true, value: blocks };
}
