import type { Block } from '../workspace/message.ts';
import { refuse } from './refuse.ts';

export type Element = Readonly<Record<string, unknown>> & { readonly type: string; readonly action_id: string };

export interface Placed {
  readonly element: Element;
  readonly block: Block & { readonly block_id: string };
}

/** Every element of these blocks that a person can act on, in reading order. */
export function elementsIn(blocks: readonly Block[]): readonly Placed[] {
  return blocks.flatMap((block) => {
    const inside = [block.element, block.accessory, ...(Array.isArray(block.elements) ? block.elements : [])];
    const placed = { ...block, block_id: String(block.block_id) };
    return inside.filter(isElement).map((element) => ({ element, block: placed }));
  });
}

/** The element with this action id, or words for who looked for it in vain. */
export function findElement(blocks: readonly Block[], actionId: string, blockId?: string): Placed {
  const all = elementsIn(blocks);
  const found = all.find(
    ({ element, block }) => element.action_id === actionId && (blockId === undefined || block.block_id === blockId),
  );
  if (found !== undefined) return found;
  const there = all.map(({ element }) => element.action_id).join(', ') || 'none';
  return refuse('no_such_action', `There is nothing called "${actionId}" to act on.`, `What is there: ${there}.`);
}

function isElement(value: unknown): value is Element {
  return typeof value === 'object' && value !== null && 'type' in value && 'action_id' in value;
}
