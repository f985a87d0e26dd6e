import * as z from 'zod';
import {
  actionId,
  choiceOption,
  confirm,
  IMAGE_SOURCE_WORDS,
  imageFields,
  oneImageSource,
  overflowOption,
  style,
  url,
} from './composition.ts';
import { plainText } from './text.ts';

const confirmable = { action_id: actionId, confirm: confirm.optional() };
const focusable = { ...confirmable, focus_on_load: z.boolean().optional() };
const accessibilityLabel = z.string().min(1).max(75).optional();
const feedbackButton = z.strictObject({
  text: plainText(75),
  value: z.string().max(2_000),
  accessibility_label: accessibilityLabel,
});

export const button = z.strictObject({
  type: z.literal('button'),
  ...confirmable,
  text: plainText(75),
  value: z.string().max(2_000).optional(),
  url: url.optional(),
  style,
  accessibility_label: accessibilityLabel,
});

export const overflow = z.strictObject({
  type: z.literal('overflow'),
  ...confirmable,
  options: z.array(overflowOption).min(1).max(5),
});

export const checkboxes = z.strictObject({
  type: z.literal('checkboxes'),
  ...focusable,
  options: z.array(choiceOption).min(1).max(10),
  initial_options: z.array(choiceOption).min(1).max(10).optional(),
});

export const radioButtons = z.strictObject({
  type: z.literal('radio_buttons'),
  ...focusable,
  options: z.array(choiceOption).min(1).max(10),
  initial_option: choiceOption.optional(),
});

export const image = z.strictObject(imageFields).refine(oneImageSource, IMAGE_SOURCE_WORDS);

export const feedbackButtons = z.strictObject({
  type: z.literal('feedback_buttons'),
  action_id: actionId,
  positive_button: feedbackButton,
  negative_button: feedbackButton,
});

export const iconButton = z.strictObject({
  type: z.literal('icon_button'),
  ...confirmable,
  icon: z.string().min(1),
  text: plainText(75),
  value: z.string().max(2_000).optional(),
  accessibility_label: accessibilityLabel,
  visible_to_user_ids: z.array(z.string()).optional(),
});
