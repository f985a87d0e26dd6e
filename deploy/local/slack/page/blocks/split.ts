import type { KnownBlock } from '@slack/types';
import type { SeenMessage } from '../../person/protocol.ts';
import { withoutPictures } from './pictures.ts';

type Blocks = NonNullable<SeenMessage['blocks']>;
type Of<Type extends KnownBlock['type']> = Extract<KnownBlock, { type: Type }>;
type WithAccessory = Of<'section'> & { accessory: NonNullable<Of<'section'>['accessory']> };

/** A piece of a message or view, by who draws it. */
export type Part =
  /** A run of blocks nobody acts on: the library's. */
  | { readonly kind: 'still'; readonly blocks: readonly KnownBlock[] }
  | { readonly kind: 'section'; readonly block: WithAccessory }
  | { readonly kind: 'actions'; readonly block: Of<'actions'> | Of<'context_actions'> }
  | { readonly kind: 'input'; readonly block: Of<'input'> }
  | { readonly kind: 'plan'; readonly block: Of<'plan'> | Of<'task_card'> }
  | { readonly kind: 'picture'; readonly block: Of<'image'> }
  /** Neither the library nor we know how: it is said. */
  | { readonly kind: 'unknown'; readonly type: string };

/** The blocks in their order, what nobody acts on in runs as long as possible. */
export function splitBlocks(blocks: Blocks): readonly Part[] {
  const parts: Part[] = [];
  for (const part of blocks.map(partOf)) {
    const last = parts.at(-1);
    if (part.kind === 'still' && last?.kind === 'still')
      parts[parts.length - 1] = { kind: 'still', blocks: [...last.blocks, ...part.blocks] };
    else parts.push(part);
  }
  return parts;
}

function partOf(given: Blocks[number]): Part {
  // The server refused whatever is not of its type's shape when it was posted.
  const block = given as unknown as KnownBlock;
  switch (block.type) {
    case 'section':
      return block.accessory === undefined ? still(block) : { kind: 'section', block: block as WithAccessory };
    case 'header':
    case 'context':
    case 'divider':
    case 'rich_text':
    case 'table':
    case 'markdown':
      return still(block);
    case 'actions':
    case 'context_actions':
      return { kind: 'actions', block };
    case 'input':
      return { kind: 'input', block };
    case 'plan':
    case 'task_card':
      return { kind: 'plan', block };
    case 'image':
      return { kind: 'picture', block };
    default:
      return { kind: 'unknown', type: given.type };
  }
}

const still = (block: KnownBlock): Part => ({ kind: 'still', blocks: [withoutPictures(block)] });
