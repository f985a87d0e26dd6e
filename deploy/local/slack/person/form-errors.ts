import type { View } from '../workspace/view.ts';
import { elementsIn, type Placed } from './elements.ts';
import { isEmpty, isStateful } from './state-values.ts';

/** What the client itself finds wrong before it sends a form; nothing when it may go. */
export function formErrors(view: View): Readonly<Record<string, string>> | undefined {
  const errors = elementsIn(view.blocks).flatMap((placed) => {
    const words = inputError(placed, view);
    return words === undefined ? [] : [[placed.block.block_id, words] as const];
  });
  return errors.length === 0 ? undefined : Object.fromEntries(errors);
}

function inputError({ element, block }: Placed, view: View): string | undefined {
  const value = view.state.values[block.block_id]?.[element.action_id];
  if (block.type !== 'input' || !isStateful(element.type) || value === undefined) return undefined;
  if (isEmpty(value)) return block.optional === true ? undefined : 'Please complete this required field.';
  if (element.type !== 'plain_text_input' || typeof value.value !== 'string') return undefined;
  const longest = Number(element.max_length ?? 3_000);
  const shortest = Number(element.min_length ?? 0);
  if (value.value.length > longest) return `This must be at most ${longest} characters.`;
  return value.value.length < shortest ? `This must be at least ${shortest} characters.` : undefined;
}
