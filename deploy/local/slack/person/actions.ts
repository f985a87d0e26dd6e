import type { Option } from '../workspace/drafts.ts';
import type { Element, Placed } from './elements.ts';
import { pickOption } from './options.ts';
import type { Entry } from './protocol.ts';
import { enteredValue, isStateful } from './state-values.ts';

/** What an element says about itself in `actions[0]`, beside its ids and what happened to it. */
const CARRIED = 'text value url style icon placeholder confirm initial_option initial_options'.split(' ');

/** One entry of `actions` in a `block_actions` payload. */
export function actionOf({ element, block }: Placed, entry: Entry, offered: readonly Option[]) {
  const carried = CARRIED.filter((key) => element[key] !== undefined).map((key) => [key, element[key]]);
  const ids = { type: element.type, action_id: element.action_id, block_id: block.block_id };
  return { ...Object.fromEntries(carried), ...ids, ...happened(element, entry, offered) };
}

function happened(element: Element, entry: Entry, offered: readonly Option[]): Readonly<Record<string, unknown>> {
  if (isStateful(element.type)) return enteredValue(element, entry, offered);
  const wanted = typeof entry === 'string' ? entry : '';
  if (element.type === 'overflow') return { selected_option: pickOption(offered, wanted) };
  if (element.type === 'feedback_buttons') return feedback(element, wanted);
  return {};
}

/** The thumb that was pressed, by its value; the positive one when nothing is said. */
function feedback(element: Element, wanted: string): Readonly<Record<string, unknown>> {
  const buttons = [element.positive_button, element.negative_button] as { value: string; text: unknown }[];
  const pressed = buttons.find(({ value }) => value === wanted) ?? buttons[0];
  return { value: pressed?.value, text: pressed?.text };
}
