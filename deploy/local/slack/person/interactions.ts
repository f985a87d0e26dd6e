import * as z from 'zod';
import { menuOption, optionGroup } from '../validate/composition.ts';
import type { Option } from '../workspace/drafts.ts';
import type { Acting, Acts } from './acting.ts';
import { actionOf } from './actions.ts';
import { findElement, type Placed } from './elements.ts';
import { listedOptions } from './options.ts';
import { actOutcome, failureCode } from './outcomes.ts';
import { origin, responseUrl, surfacePart } from './payloads.ts';
import { blocksOf, mySurface, type Surface } from './place.ts';
import type { Entry } from './protocol.ts';
import { refuse } from './refuse.ts';
import { enteredValue, isStateful } from './state-values.ts';

const DEFAULT_MIN_QUERY_LENGTH = 3;

const Suggestions = z.union([
  z.object({ options: z.array(menuOption).max(100) }).transform(({ options }) => options),
  z
    .object({ option_groups: z.array(optionGroup).max(100) })
    .transform((answer) => answer.option_groups.flatMap(({ options }) => options)),
]);

/** Buttons, menus and what the app suggests in them. */
export function interactionActs(acting: Acting): Acts<'click' | 'suggest'> {
  const { app, workspace } = acting;
  return {
    async click(given) {
      const surface = mySurface(acting, given.on);
      const placed = findElement(blocksOf(surface), given.actionId, given.blockId);
      refuseUnconfirmed(placed, given.confirm);
      if (isStateful(placed.element.type)) fill(acting, surface, placed, given.value ?? null);
      // An input speaks up on submit only, unless the app asked to hear of every change.
      if (placed.block.type === 'input' && placed.block.dispatch_action !== true) return { ok: true };
      const ack = await app.interaction(
        'interactive',
        clickPayload(acting, surface, placed, given.value ?? null),
        false,
      );
      return actOutcome(ack);
    },
    async suggest({ on, actionId, query }) {
      const surface = mySurface(acting, on);
      const { element, block } = findElement(blocksOf(surface), actionId);
      if (query.length < Number(element.min_query_length ?? DEFAULT_MIN_QUERY_LENGTH)) return [];
      const payload = {
        ...origin(acting),
        type: 'block_suggestion',
        action_id: element.action_id,
        block_id: block.block_id,
        value: query,
        ...surfacePart(acting, surface),
      };
      const ack = await app.interaction('interactive', payload, true);
      if (!ack.ok) return refuseSuggestions(failureCode(ack.reason));
      const options = Suggestions.safeParse(ack.payload);
      if (!options.success) return refuseSuggestions('invalid_options');
      workspace.drafts.suggest(surface.draftKey, element.action_id, options.data as readonly Option[]);
      return options.data;
    },
  };
}

/** Keeps what a person entered into an element, for the state of the next payload. */
export function fill(acting: Acting, surface: Surface, placed: Placed, entry: Entry): void {
  const { element, block } = placed;
  const value = enteredValue(element, entry, offeredOptions(acting, surface, placed));
  acting.workspace.drafts.fill(surface.draftKey, block.block_id, element.action_id, value);
}

function clickPayload(acting: Acting, surface: Surface, placed: Placed, entry: Entry) {
  const { workspace, me } = acting;
  return {
    ...origin(acting),
    type: 'block_actions',
    ...surfacePart(acting, surface),
    trigger_id: workspace.triggers.issue(me.id),
    ...(surface.kind === 'message' ? { response_url: responseUrl(acting, surface.channel.id, surface.message) } : {}),
    actions: [{ ...actionOf(placed, entry, offeredOptions(acting, surface, placed)), action_ts: workspace.ids.ts() }],
  };
}

/** Every option this person can pick here: those of the menu, and those the app suggested to them. */
function offeredOptions({ workspace }: Acting, { draftKey }: Surface, { element }: Placed): readonly Option[] {
  return [...listedOptions(element), ...workspace.drafts.suggested(draftKey, element.action_id)];
}

function refuseUnconfirmed({ element }: Placed, confirm: boolean | undefined): void {
  if (element.confirm === undefined || confirm === true) return;
  refuse('confirm_needed', `"${element.action_id}" asks to be confirmed first.`, 'Click it with { confirm: true }.');
}

function refuseSuggestions(error: string): never {
  return refuse(
    'no_suggestions',
    `The menu could not be filled: ${error}.`,
    'Look at what the app answered to block_suggestion.',
  );
}
