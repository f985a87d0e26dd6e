import type { KnownBlock, ModalView } from '@slack/types';
import { RepositoryName } from '#shared/task/policy.ts';
import type { TaskRequest } from '#shared/task/task.ts';
import { plain } from '#shared/text/escape.ts';
import { plainText, section } from './blocks.ts';
import { choiceInput, textInput } from './inputs.ts';
import { type ModalMetadata, writeMetadata } from './modal-metadata.ts';
import { NO_REPOSITORY } from './repositories.ts';

/** Callback id of the form that asks for a task. */
export const TASK_MODAL = 'task_modal';

type Asked = Pick<TaskRequest, 'repository' | 'words' | 'criteria' | 'base'>;

interface TaskModalAround {
  /** Those the person may ask for. */
  readonly repositories: readonly string[];
  readonly defaults: Partial<Asked>;
  readonly metadata: ModalMetadata;
}

/** The form that asks for a task. */
export function taskModal({ repositories, defaults, metadata }: TaskModalAround): ModalView {
  const frame = {
    type: 'modal',
    callback_id: TASK_MODAL,
    private_metadata: writeMetadata(metadata),
    title: plainText('New task', 24),
    close: plainText('Close', 24),
  } as const;
  if (repositories.length === 0) return { ...frame, blocks: [section(NO_REPOSITORY)] };
  return { ...frame, submit: plainText('Start', 24), blocks: fields(repositories, defaults) };
}

const BLOCK = { repository: 'repository', words: 'words', criteria: 'criteria', base: 'base' } as const;

const fields = (
  repositories: readonly string[],
  { repository, words, criteria, base }: Partial<Asked>,
): KnownBlock[] => [
  choiceInput(BLOCK.repository, 'Repository', {
    choices: repositories,
    wanted: repository,
    whenCut: 'For another one, type /agent owner/name what to change.',
  }),
  textInput(BLOCK.words, 'What should change?', { multiline: true, value: words }),
  textInput(BLOCK.criteria, 'How will you know it is done?', {
    optional: true,
    multiline: true,
    value: criteria,
    hint: 'Acceptance criteria. The pull request shows them as you write them.',
  }),
  textInput(BLOCK.base, 'Base branch', {
    optional: true,
    max: 200,
    value: base,
    hint: "Leave it empty for the repository's usual branch.",
  }),
];

/** What Slack hands back of a submitted form, as far as we read it. */
type ModalValues = Readonly<Record<string, Readonly<Record<string, ModalValue>>>>;
interface ModalValue {
  readonly value?: string | null;
  readonly selected_option?: { readonly value: string } | null;
}

export type ReadTaskModal =
  | { readonly ok: true; readonly request: Asked }
  | { readonly ok: false; readonly errors: Record<string, string> };

/** Reads the submitted form. Errors are by block, as an ack with `response_action: 'errors'` wants them. */
export function readTaskModal(values: ModalValues): ReadTaskModal {
  const repository = values[BLOCK.repository]?.[BLOCK.repository]?.selected_option?.value ?? '';
  const words = textIn(values, BLOCK.words);
  const criteria = textIn(values, BLOCK.criteria);
  const base = textIn(values, BLOCK.base);
  const errors = {
    ...(!RepositoryName.safeParse(repository).success && { [BLOCK.repository]: 'Choose a repository.' }),
    ...(words === '' && { [BLOCK.words]: 'Say in a sentence or two what should change.' }),
    ...(base !== '' && !BRANCH.test(base) && { [BLOCK.base]: 'No branch can have this name.' }),
  };
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  return { ok: true, request: { repository, words, ...(criteria && { criteria }), ...(base && { base }) } };
}

const textIn = (values: ModalValues, block: string): string => plain(values[block]?.[block]?.value ?? '').trim();

/** What git takes for the name of a branch. */
const BRANCH = /^(?![-./])(?!.*(?:\.\.|\/\/|\/\.|@\{|\.lock(?:\/|$)))[^\s~^:?*[\\\p{Cc}]{0,199}[^\s~^:?*[\\/.\p{Cc}]$/u;
