import * as z from 'zod';
import type { SeenMessage, SeenView } from './slack/person/protocol.ts';

const Text = z.object({ text: z.string() });
const Button = z.object({ type: z.literal('button'), action_id: z.string(), text: Text });
const Actions = z.object({ type: z.literal('actions'), elements: z.array(z.unknown()) });
const Field = z.object({
  type: z.literal('input'),
  block_id: z.string(),
  label: Text,
  optional: z.boolean().optional(),
  element: z.object({ options: z.array(z.object({ value: z.string() })).default([]) }),
});

const WithButton = z.object({ type: z.literal('section'), accessory: z.unknown() });

/** The buttons a person could press. */
export function buttonsOf({
  blocks = [],
}: Pick<SeenMessage, 'blocks'>): readonly { label: string; actionId: string }[] {
  return blocks
    .flatMap((block) => [
      ...(Actions.safeParse(block).data?.elements ?? []),
      WithButton.safeParse(block).data?.accessory,
    ])
    .flatMap((element) => Button.safeParse(element).data ?? [])
    .map(({ text, action_id: actionId }) => ({ label: text.text, actionId }));
}

/** The fields of a form, with what can be chosen where something is to be chosen. */
export function fieldsOf({
  blocks,
}: Pick<SeenView, 'blocks'>): readonly { id: string; label: string; options: readonly string[] }[] {
  return blocks
    .flatMap((block) => Field.safeParse(block).data ?? [])
    .map(({ block_id: id, label, optional, element }) => ({
      id,
      label: optional ? `${label.text} (may stay empty)` : label.text,
      options: element.options.map(({ value }) => value),
    }));
}
