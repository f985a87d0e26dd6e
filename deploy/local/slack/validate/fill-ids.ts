import type { Ids } from '../workspace/ids.ts';
import type { Block } from '../workspace/message.ts';
import { STATEFUL_TYPES } from './stateful.ts';

const ACTIONABLE = new Set([...STATEFUL_TYPES, 'button', 'overflow', 'icon_button', 'feedback_buttons']);

/** The blocks with an id on every block and every element that can act, as Slack stores them. */
export function fillIds(blocks: readonly Block[], ids: Ids): readonly Block[] {
  return blocks.map((block) => ({
    ...block,
    block_id: block.block_id ?? ids.short(),
    ...mapped(block, 'element', ids),
    ...mapped(block, 'accessory', ids),
    ...(Array.isArray(block.elements) ? { elements: block.elements.map((element) => withActionId(element, ids)) } : {}),
  }));
}

function mapped(block: Block, key: string, ids: Ids): Record<string, unknown> {
  return block[key] === undefined ? {} : { [key]: withActionId(block[key], ids) };
}

function withActionId(element: unknown, ids: Ids): unknown {
  if (typeof element !== 'object' || element === null || !('type' in element)) return element;
  if (!ACTIONABLE.has(String(element.type)) || 'action_id' in element) return element;
  return { ...element, action_id: ids.short() };
}
