import type { InputBlock, PlainTextOption, StaticSelect } from '@slack/types';
import { plain } from '#shared/text/escape.ts';
import { plainText } from './blocks.ts';
import { fit } from './fit.ts';

/** Slack takes no longer text from a form, and no more choices. */
const TEXT_LENGTH = 3_000;
const CHOICES = 100;

interface TextField {
  readonly value: string | undefined;
  readonly optional?: boolean;
  readonly multiline?: boolean;
  readonly max?: number;
  readonly hint?: string;
}

/** A field to type into. Its id is that of its block and of its element. */
export function textInput(id: string, label: string, field: TextField): InputBlock {
  const { value, optional = false, multiline = false, max = TEXT_LENGTH, hint } = field;
  return {
    type: 'input',
    block_id: id,
    label: plainText(label, 2_000),
    optional,
    element: {
      type: 'plain_text_input',
      action_id: id,
      multiline,
      max_length: max,
      ...(value && { initial_value: fit(plain(value), max) }),
    },
    ...(hint && { hint: plainText(hint, 2_000) }),
  };
}

interface ChoiceField {
  readonly choices: readonly string[];
  readonly wanted: string | undefined;
  /** Said when not every choice fits. */
  readonly whenCut: string;
}

/** A field to choose from. The wanted choice is always among those shown; a single one is chosen already. */
export function choiceInput(id: string, label: string, { choices, wanted, whenCut }: ChoiceField): InputBlock {
  const listed = [...new Set(wanted && choices.includes(wanted) ? [wanted, ...choices] : choices)];
  const shown = listed.slice(0, CHOICES);
  const chosen = shown.length === 1 ? shown[0] : shown.find((choice) => choice === wanted);
  const element: StaticSelect = {
    type: 'static_select',
    action_id: id,
    options: shown.map(option),
    ...(chosen !== undefined && { initial_option: option(chosen) }),
  };
  return {
    type: 'input',
    block_id: id,
    label: plainText(label, 2_000),
    element,
    ...(listed.length > CHOICES && { hint: plainText(`${CHOICES} of ${listed.length} are shown. ${whenCut}`, 2_000) }),
  };
}

/** The end of a long name tells more than its beginning. */
const option = (choice: string): PlainTextOption => ({
  text: plainText(choice.length <= 75 ? choice : `…${choice.slice(-74)}`, 75),
  value: choice,
});
