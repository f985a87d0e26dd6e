import type { MultiStaticSelect, StaticSelect } from '@slack/types';
import { peopleOf } from '../people/names.ts';
import type { Workspace } from '../state/model.ts';
import { type ChoiceGroup, choiceOf } from './choice.ts';
import type { MenuElement } from './elements.ts';

/** Everything a menu offers without asking the app. */
export function choicesOf(element: MenuElement, workspace: Workspace | undefined): readonly ChoiceGroup[] {
  switch (element.type) {
    case 'static_select':
    case 'multi_static_select':
      return listed(element);
    case 'users_select':
    case 'multi_users_select':
      return [{ choices: workspace ? peopleOf(workspace).map(({ id, name }) => ({ value: id, words: name })) : [] }];
    case 'channels_select':
    case 'multi_channels_select':
      return [{ choices: channels(workspace, false) }];
    case 'conversations_select':
    case 'multi_conversations_select':
      return [{ choices: channels(workspace, true) }];
    case 'external_select':
    case 'multi_external_select':
      return [];
    default:
      return element satisfies never;
  }
}

function listed({ options, option_groups: groups = [] }: StaticSelect | MultiStaticSelect): readonly ChoiceGroup[] {
  if (options !== undefined) return [{ choices: options.map(choiceOf) }];
  return groups.map(({ label, options: inGroup }) => ({ label: label.text, choices: inGroup.map(choiceOf) }));
}

const channels = (workspace: Workspace | undefined, withDirect: boolean) =>
  (workspace?.channels ?? [])
    .filter(({ kind }) => withDirect || kind !== 'im')
    .map(({ id, name, kind }) => ({
      value: id,
      words: kind === 'im' ? `${workspace?.bot.name ?? 'the app'} (direct messages)` : `#${name}`,
    }));
