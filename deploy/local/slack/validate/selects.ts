import * as z from 'zod';
import { actionId, confirm, menuOption, optionGroup } from './composition.ts';
import { plainText } from './text.ts';

const common = {
  action_id: actionId,
  placeholder: plainText(150).optional(),
  confirm: confirm.optional(),
  focus_on_load: z.boolean().optional(),
};
const many = { ...common, max_selected_items: z.int().min(1).optional() };
const staticOptions = {
  options: z.array(menuOption).min(1).max(100).optional(),
  option_groups: z.array(optionGroup).min(1).max(100).optional(),
};
const filter = z.strictObject({
  include: z
    .array(z.enum(['im', 'mpim', 'private', 'public']))
    .min(1)
    .optional(),
  exclude_external_shared_channels: z.boolean().optional(),
  exclude_bot_users: z.boolean().optional(),
});
const minQueryLength = z.int().min(0).optional();

const eitherOptions = (menu: { options?: unknown; option_groups?: unknown }) =>
  (menu.options === undefined) !== (menu.option_groups === undefined);
const EITHER_WORDS = 'must define either `options` or `option_groups`';

/** Every menu a person can pick from, single and multiple. */
export const selects = [
  z
    .strictObject({
      type: z.literal('static_select'),
      ...common,
      ...staticOptions,
      initial_option: menuOption.optional(),
    })
    .refine(eitherOptions, EITHER_WORDS),
  z
    .strictObject({
      type: z.literal('multi_static_select'),
      ...many,
      ...staticOptions,
      initial_options: z.array(menuOption).min(1).max(100).optional(),
    })
    .refine(eitherOptions, EITHER_WORDS),
  z.strictObject({
    type: z.literal('external_select'),
    ...common,
    min_query_length: minQueryLength,
    initial_option: menuOption.optional(),
  }),
  z.strictObject({
    type: z.literal('multi_external_select'),
    ...many,
    min_query_length: minQueryLength,
    initial_options: z.array(menuOption).min(1).max(100).optional(),
  }),
  z.strictObject({ type: z.literal('users_select'), ...common, initial_user: z.string().optional() }),
  z.strictObject({ type: z.literal('multi_users_select'), ...many, initial_users: z.array(z.string()).optional() }),
  z.strictObject({
    type: z.literal('channels_select'),
    ...common,
    initial_channel: z.string().optional(),
    response_url_enabled: z.boolean().optional(),
  }),
  z.strictObject({
    type: z.literal('multi_channels_select'),
    ...many,
    initial_channels: z.array(z.string()).optional(),
  }),
  z.strictObject({
    type: z.literal('conversations_select'),
    ...common,
    filter: filter.optional(),
    initial_conversation: z.string().optional(),
    default_to_current_conversation: z.boolean().optional(),
    response_url_enabled: z.boolean().optional(),
  }),
  z.strictObject({
    type: z.literal('multi_conversations_select'),
    ...many,
    filter: filter.optional(),
    initial_conversations: z.array(z.string()).optional(),
    default_to_current_conversation: z.boolean().optional(),
  }),
] as const;
