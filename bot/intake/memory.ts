import type { AllMiddlewareArgs, BlockAction, ButtonAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import { findingWords, type MemoryRecord } from '#shared/task/memory.ts';
import { type Policy, repositoriesFor } from '#shared/task/policy.ts';
import { readForgetValue } from '../views/actions.ts';
import { forgotten, mayNotSeeMemory, memoryCounts, memoryOf, noSuchRepository } from '../views/memory.ts';
import type { Message } from '../views/message.ts';
import type { Intake } from './intake.ts';
import { matching } from './parse-command.ts';
import { tell } from './tell.ts';

type Needs = Pick<Intake, 'memory' | 'policy' | 'peopleName' | 'log' | 'now'>;

const MOST_COUNTED = 20;

/** What earlier tasks found out, for whoever may ask for tasks there. Without a repository: how much there is of each. */
export async function memoryFor(needs: Needs, person: string, word?: string): Promise<Message> {
  const mine = repositoriesFor(needs.policy, person);
  const [only, ...others] = mine;
  if (word === undefined) return only && others.length === 0 ? shown(needs, only) : counted(needs, mine);
  const allowed = allowedTo(needs.policy, person, word);
  return allowed.refusal ?? shown(needs, allowed.repository);
}

type Allowed = { readonly repository: string; readonly refusal?: never } | { readonly refusal: Message };

/** Who may ask for tasks on a repository may see what is remembered of it, and take it out. */
function allowedTo(policy: Policy, person: string, word: string): Allowed {
  const mine = repositoriesFor(policy, person);
  const [repository, ...others] = matching(word, Object.keys(policy.repositories));
  if (repository === undefined || others.length > 0) return { refusal: noSuchRepository(word, mine) };
  return mine.includes(repository) ? { repository } : { refusal: mayNotSeeMemory(repository, mine) };
}

async function shown({ memory, peopleName, now }: Needs, repository: string, said?: string): Promise<Message> {
  const records = await memory.of(repository, now());
  const people = [...new Set(records.map(({ from }) => from.askedBy))];
  const names = new Map(await Promise.all(people.map(async (id) => [id, await peopleName(id)] as const)));
  return memoryOf({ repository, records, names, now: now(), ...(said !== undefined && { said }) });
}

async function counted({ memory, now }: Needs, repositories: readonly string[]): Promise<Message> {
  const counts = repositories.slice(0, MOST_COUNTED).map(async (repository) => {
    const { length: records } = await memory.of(repository, now());
    return { repository, records };
  });
  return memoryCounts(await Promise.all(counts), repositories.length - counts.length);
}

type Pressed = SlackActionMiddlewareArgs<BlockAction<ButtonAction>> & AllMiddlewareArgs;

/** Takes out one record, or all of them, and shows what is left in place of what was shown. */
export const forgetButton =
  (needs: Intake) =>
  async ({ ack, action, body, respond }: Pressed): Promise<void> => {
    const target = readForgetValue(action.value);
    const person = body.user.id;
    const allowed = allowedTo(needs.policy, person, target?.repository ?? '');
    if (!target || allowed.refusal !== undefined) {
      await ack();
      const refusal = allowed.refusal ?? noSuchRepository('', repositoriesFor(needs.policy, person));
      return tell(needs.interactive, { user: person, ...(body.channel && { channel: body.channel.id }) }, refusal);
    }
    const { repository } = allowed;
    const gone = await needs.memory.forget(repository, target.what, needs.now());
    noteDown(needs, repository, person, gone);
    await ack();
    const { text, blocks } = await shown(needs, repository, forgotten(gone));
    await respond({ response_type: 'ephemeral', replace_original: true, text, blocks });
  };

/** Whoever looks for a fact that is gone finds who took it out. */
function noteDown({ log }: Needs, repository: string, by: string, gone: readonly MemoryRecord[]): void {
  for (const record of gone) {
    const { id, kind, from } = record;
    log.info('memory.forgotten', { repository, by, record: id, kind, words: findingWords(record), task: from.task });
  }
}
