import type {
  Button,
  Checkboxes,
  Datepicker,
  DateTimepicker,
  EmailInput,
  FeedbackButtons,
  FileInput,
  IconButton,
  MultiSelect,
  NumberInput,
  Overflow,
  PlainTextInput,
  RadioButtons,
  RichTextInput,
  Select,
  Timepicker,
  URLInput,
  WorkflowButton,
} from '@slack/types';

export type TextElement = PlainTextInput | EmailInput | URLInput | NumberInput | RichTextInput;
export type MomentElement = Datepicker | Timepicker | DateTimepicker;
export type ChoiceElement = RadioButtons | Checkboxes;
export type MenuElement = Select | MultiSelect;

/** Those that hold what a person entered. */
export type FieldElement = TextElement | MomentElement | ChoiceElement | MenuElement | FileInput;
/** Those that are only pressed. */
export type PressElement = Button | Overflow | FeedbackButtons | IconButton | WorkflowButton;
export type AnyElement = FieldElement | PressElement;

const PRESSED = ['button', 'overflow', 'feedback_buttons', 'icon_button', 'workflow_button'];

export const isPressed = (element: AnyElement): element is PressElement => PRESSED.includes(element.type);
