import * as z from 'zod';
import { plainText, textObject } from './text.ts';

export const blockId = z.string().max(255).optional();
export const actionId = z.string().min(1).max(255).optional();
export const style = z.enum(['primary', 'danger']).optional();
export const url = z.string().min(1).max(3_000);

export const confirm = z.strictObject({
  title: plainText(100).optional(),
  text: textObject(300),
  confirm: plainText(30).optional(),
  deny: plainText(30).optional(),
  style,
});

/** An option of a menu: plain text only. */
export const menuOption = z.strictObject({
  text: plainText(75),
  value: z.string().max(150),
  description: plainText(75).optional(),
});

/** An option of an overflow menu, which may also be a link. */
export const overflowOption = menuOption.extend({ url: url.optional() });

/** An option of checkboxes and radio buttons, which may be formatted. */
export const choiceOption = z.strictObject({
  text: textObject(75),
  value: z.string().max(150),
  description: textObject(75).optional(),
});

export const optionGroup = z.strictObject({ label: plainText(75), options: z.array(menuOption).min(1).max(100) });

export const dispatchActionConfig = z.strictObject({
  trigger_actions_on: z
    .array(z.enum(['on_enter_pressed', 'on_character_entered']))
    .min(1)
    .optional(),
});

const slackFile = z.strictObject({ id: z.string().optional(), url: z.string().optional() });

/** An image needs an address or one of Slack's own files, and words for those who cannot see it. */
export const imageFields = {
  type: z.literal('image'),
  image_url: url.optional(),
  slack_file: slackFile.optional(),
  alt_text: z.string().min(1).max(2_000),
};

export const oneImageSource = (image: { image_url?: string | undefined; slack_file?: unknown }) =>
  (image.image_url === undefined) !== (image.slack_file === undefined);

export const IMAGE_SOURCE_WORDS = 'must define either `image_url` or `slack_file`';
