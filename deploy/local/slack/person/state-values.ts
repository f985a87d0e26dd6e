import type { STATEFUL_TYPES } from '../validate/stateful.ts';
import type { Option } from '../workspace/drafts.ts';
import type { Block } from '../workspace/message.ts';
import type { StateValue, StateValues } from '../workspace/view.ts';
import { type Element, elementsIn } from './elements.ts';
import { pickOption } from './options.ts';
import type { Entry } from './protocol.ts';

type Holds = 'text' | 'option' | 'options' | 'one' | 'many' | 'number' | 'rich' | 'files';
type Stateful = (typeof STATEFUL_TYPES)[number];

/** For each element: what it holds, under which name it says so, and where its first value stands. */
const FIELDS: Readonly<Record<Stateful, readonly [holds: Holds, field: string, initial: string]>> = {
  plain_text_input: ['text', 'value', 'initial_value'],
  email_text_input: ['text', 'value', 'initial_value'],
  url_text_input: ['text', 'value', 'initial_value'],
  number_input: ['text', 'value', 'initial_value'],
  rich_text_input: ['rich', 'rich_text_value', 'initial_value'],
  file_input: ['files', 'files', 'initial_files'],
  static_select: ['option', 'selected_option', 'initial_option'],
  external_select: ['option', 'selected_option', 'initial_option'],
  radio_buttons: ['option', 'selected_option', 'initial_option'],
  multi_static_select: ['options', 'selected_options', 'initial_options'],
  multi_external_select: ['options', 'selected_options', 'initial_options'],
  checkboxes: ['options', 'selected_options', 'initial_options'],
  users_select: ['one', 'selected_user', 'initial_user'],
  channels_select: ['one', 'selected_channel', 'initial_channel'],
  conversations_select: ['one', 'selected_conversation', 'initial_conversation'],
  multi_users_select: ['many', 'selected_users', 'initial_users'],
  multi_channels_select: ['many', 'selected_channels', 'initial_channels'],
  multi_conversations_select: ['many', 'selected_conversations', 'initial_conversations'],
  datepicker: ['one', 'selected_date', 'initial_date'],
  timepicker: ['one', 'selected_time', 'initial_time'],
  datetimepicker: ['number', 'selected_date_time', 'initial_date_time'],
};

/** `state.values` of a surface: what the person filled in, else what the app put there, else empty. */
export function stateValues(blocks: readonly Block[], filled: StateValues): StateValues {
  const values: Record<string, Record<string, StateValue>> = {};
  for (const { element, block } of elementsIn(blocks)) {
    if (!isStateful(element.type)) continue;
    const value = filled[block.block_id]?.[element.action_id] ?? initialValue(element, element.type);
    values[block.block_id] = { ...values[block.block_id], [element.action_id]: value };
  }
  return values;
}

/** What the element holds after the person entered this; menus hold one of the offered options. */
export function enteredValue(element: Element, entry: Entry, offered: readonly Option[]): StateValue {
  const { type } = element;
  if (!isStateful(type)) return { type };
  const [holds, field] = FIELDS[type];
  return { type, [field]: held(holds, entry, offered) };
}

/** Whether the element holds nothing a form would accept where an answer is required. */
export function isEmpty(value: StateValue): boolean {
  const { type: _type, ...held } = value;
  return Object.values(held).every(
    (part) => part === null || part === '' || (Array.isArray(part) && part.length === 0),
  );
}

export function isStateful(type: string): type is Stateful {
  return Object.hasOwn(FIELDS, type);
}

function initialValue(element: Element, type: Stateful): StateValue {
  const [holds, field, initial] = FIELDS[type];
  const empty = holds === 'options' || holds === 'many' || holds === 'files' ? [] : null;
  return { type, [field]: element[initial] ?? empty };
}

function held(holds: Holds, entry: Entry, offered: readonly Option[]): unknown {
  const several = Array.isArray(entry) ? entry : entry === null || entry === '' ? [] : [entry];
  const [first] = several;
  switch (holds) {
    case 'option':
      return first === undefined ? null : pickOption(offered, first);
    case 'options':
      return several.map((wanted) => pickOption(offered, wanted));
    case 'many':
    case 'files':
      return several;
    case 'number':
      return first === undefined ? null : Number(first);
    case 'rich':
      return first === undefined ? null : typedRichText(first);
    case 'text':
    case 'one':
      return first ?? null;
  }
}

function typedRichText(text: string) {
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }] };
}
