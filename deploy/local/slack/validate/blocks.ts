import * as z from 'zod';
import { blockId, IMAGE_SOURCE_WORDS, imageFields, oneImageSource } from './composition.ts';
import { button, checkboxes, feedbackButtons, iconButton, image, overflow, radioButtons } from './controls.ts';
import { datepicker, datetimepicker, richTextInput, timepicker, typedInputs } from './inputs.ts';
import { planBlocks } from './plan.ts';
import { richText } from './rich-text.ts';
import { selects } from './selects.ts';
import { table } from './table.ts';
import { mrkdwnText, plainText, TEXT_LIMIT, textObject } from './text.ts';

const accessory = z.discriminatedUnion('type', [
  button,
  checkboxes,
  datepicker,
  image,
  overflow,
  radioButtons,
  timepicker,
  ...selects,
]);

const section = z
  .strictObject({
    type: z.literal('section'),
    block_id: blockId,
    text: textObject().optional(),
    fields: z.array(textObject(2_000)).min(1).max(10).optional(),
    accessory: accessory.optional(),
    expand: z.boolean().optional(),
  })
  .refine(({ text, fields }) => text !== undefined || fields !== undefined, 'must define either `text` or `fields`');

const actions = z.strictObject({
  type: z.literal('actions'),
  block_id: blockId,
  elements: z
    .array(
      z.discriminatedUnion('type', [
        button,
        checkboxes,
        datepicker,
        datetimepicker,
        overflow,
        radioButtons,
        timepicker,
        richTextInput,
        ...selects,
      ]),
    )
    .min(1)
    .max(25),
});

const input = z.strictObject({
  type: z.literal('input'),
  block_id: blockId,
  label: plainText(2_000),
  hint: plainText(2_000).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
  element: z.discriminatedUnion('type', [
    checkboxes,
    radioButtons,
    datepicker,
    datetimepicker,
    timepicker,
    richTextInput,
    ...typedInputs,
    ...selects,
  ]),
});

const context = z.strictObject({
  type: z.literal('context'),
  block_id: blockId,
  elements: z
    .array(z.discriminatedUnion('type', [plainText(), mrkdwnText(TEXT_LIMIT), image]))
    .min(1)
    .max(10),
});

const everywhere = [
  section,
  actions,
  input,
  context,
  z.strictObject({ type: z.literal('header'), block_id: blockId, text: plainText(150), level: z.int().optional() }),
  z.strictObject({ type: z.literal('divider'), block_id: blockId }),
  z
    .strictObject({ ...imageFields, block_id: blockId, title: plainText(2_000).optional() })
    .refine(oneImageSource, IMAGE_SOURCE_WORDS),
  richText,
] as const;

const messageOnly = [
  ...planBlocks,
  table,
  z.strictObject({ type: z.literal('markdown'), block_id: blockId, text: z.string().min(1) }),
  z.strictObject({
    type: z.literal('context_actions'),
    block_id: blockId,
    elements: z
      .array(z.discriminatedUnion('type', [feedbackButtons, iconButton]))
      .min(1)
      .max(5),
  }),
] as const;

/** The blocks Slack shows in modals and on the Home tab. */
export const viewBlock = z.discriminatedUnion('type', [...everywhere]);

/** The blocks Slack shows in messages. */
export const messageBlock = z.discriminatedUnion('type', [...everywhere, ...messageOnly]);
