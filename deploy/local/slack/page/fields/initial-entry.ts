import type { Option, RichTextBlock, RichTextElement } from '@slack/types';
import type { Entry } from '../../person/protocol.ts';
import type { FieldElement } from './elements.ts';

/** What a field holds before anybody touched it. */
export function initialEntry(element: FieldElement): Entry {
  switch (element.type) {
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
      return element.initial_value ?? '';
    case 'rich_text_input':
      return element.initial_value === undefined ? '' : plainTextOf(element.initial_value);
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return element.initial_option === undefined ? null : optionValue(element.initial_option);
    case 'multi_static_select':
    case 'multi_external_select':
    case 'checkboxes':
      return element.initial_options?.map(optionValue) ?? [];
    case 'file_input':
      return [];
    case 'datetimepicker':
      return element.initial_date_time === undefined ? null : String(element.initial_date_time);
    case 'datepicker':
      return element.initial_date ?? null;
    case 'timepicker':
      return element.initial_time ?? null;
    default:
      return initialPlace(element);
  }
}

type PlaceElement = Extract<FieldElement, { type: `${string}${'users' | 'channels' | 'conversations'}_select` }>;

function initialPlace(element: PlaceElement): Entry {
  switch (element.type) {
    case 'users_select':
      return element.initial_user ?? null;
    case 'channels_select':
      return element.initial_channel ?? null;
    case 'conversations_select':
      return element.initial_conversation ?? null;
    case 'multi_users_select':
      return element.initial_users ?? [];
    case 'multi_channels_select':
      return element.initial_channels ?? [];
    case 'multi_conversations_select':
      return element.initial_conversations ?? [];
    default:
      return element satisfies never;
  }
}

/** An option without a value is known by its words. */
export const optionValue = ({ value, text }: Option): string => value ?? text.text;

const plainTextOf = ({ elements }: RichTextBlock): string => elements.map(wordsIn).join('\n');

type Line = RichTextBlock['elements'][number] | RichTextElement;

const wordsIn = (piece: Line): string => {
  if ('elements' in piece) return piece.elements.map(wordsIn).join('');
  return 'text' in piece ? (piece.text ?? '') : '';
};
