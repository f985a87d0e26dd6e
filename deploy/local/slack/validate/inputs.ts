import * as z from 'zod';
import { actionId, confirm, dispatchActionConfig } from './composition.ts';
import { richText } from './rich-text.ts';
import { plainText } from './text.ts';

const focus = { action_id: actionId, focus_on_load: z.boolean().optional() };
const typed = {
  ...focus,
  placeholder: plainText(150).optional(),
  dispatch_action_config: dispatchActionConfig.optional(),
};
const picked = { ...focus, placeholder: plainText(150).optional(), confirm: confirm.optional() };
const inputLength = z.int().min(0).max(3_000).optional();

/** Fields a person types into; allowed in input blocks only. */
export const typedInputs = [
  z.strictObject({
    type: z.literal('plain_text_input'),
    ...typed,
    initial_value: z.string().max(3_000).optional(),
    multiline: z.boolean().optional(),
    min_length: inputLength,
    max_length: inputLength,
  }),
  z.strictObject({ type: z.literal('email_text_input'), ...typed, initial_value: z.string().optional() }),
  z.strictObject({ type: z.literal('url_text_input'), ...typed, initial_value: z.string().optional() }),
  z.strictObject({
    type: z.literal('number_input'),
    ...typed,
    is_decimal_allowed: z.boolean(),
    initial_value: z.string().optional(),
    min_value: z.string().optional(),
    max_value: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal('file_input'),
    action_id: actionId,
    filetypes: z.array(z.string()).optional(),
    max_files: z.int().min(1).max(10).optional(),
  }),
] as const;

export const richTextInput = z.strictObject({
  type: z.literal('rich_text_input'),
  ...typed,
  initial_value: richText.optional(),
  min_lines: z.int().min(1).max(100).optional(),
  max_lines: z.int().min(1).max(100).optional(),
});

/** Date and time pickers. */
export const datepicker = z.strictObject({
  type: z.literal('datepicker'),
  ...picked,
  initial_date: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .optional(),
});
export const timepicker = z.strictObject({
  type: z.literal('timepicker'),
  ...picked,
  initial_time: z
    .string()
    .regex(/^\d{2}:\d{2}$/)
    .optional(),
  timezone: z.string().optional(),
});
export const datetimepicker = z.strictObject({
  type: z.literal('datetimepicker'),
  ...focus,
  confirm: confirm.optional(),
  initial_date_time: z.int().optional(),
});
