import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import type { Person, Task } from '#shared/task/task.ts';
import { unescapeMrkdwn } from '#shared/text/escape.ts';
import type { Message } from '../views/message.ts';
import { emptyFollowUp, nothingToSteer } from '../views/messages.ts';
import { status } from '../views/task-messages.ts';
import type { Answered, Refused } from './control.ts';
import type { Intake } from './intake.ts';
import { refusalWords } from './refusal.ts';
import { taskOfThread } from './task-of-thread.ts';
import { tell } from './tell.ts';

type Args = SlackEventMiddlewareArgs<'message'> & AllMiddlewareArgs;

/** What a person said in a thread, if it was a person and a thread. */
interface Heard {
  readonly channel: string;
  readonly thread: string;
  readonly ts: string;
  readonly user: string;
  /** Who began the thread. */
  readonly root?: string;
  readonly words: string;
}

type Said = Heard & { readonly by: Person };

/** Replies in a task's thread: `cancel` or `stop`, `retry`, `status`; anything else is said to the agent. */
export const reply =
  (needs: Intake) =>
  async ({ event, body }: Args): Promise<void> => {
    const heard = saidBy(event);
    const task = heard && (await taskOfThread(needs, { ...heard, beganByUs: heard.root === needs.self }));
    if (!heard || !task) return;
    const said = { ...heard, by: { id: heard.user, name: await needs.peopleName(heard.user) } };
    const where = { user: said.by.id, channel: said.channel, thread: said.thread };
    if (verbOf(said.words) === 'status') {
      void needs.look(task);
      return tell(needs.interactive, where, status({ task }));
    }
    if (followUpIn(said.words) === '') return tell(needs.interactive, where, emptyFollowUp(task));
    const answered = await act(needs, task, said, body.event_id);
    if (answered.done) return seen(needs, said);
    await tell(needs.interactive, where, answerTo(answered, said.words));
  };

/** Who says more once all is over is asked whether it is to be done. */
const answerTo = (refused: Refused, words: string): Message =>
  refused.asked === 'steer' && refused.why === 'too late' && refused.task
    ? nothingToSteer(refused.task, words)
    : refusalWords(refused);

function act({ control }: Intake, task: Task, said: Said, eventId: string): Promise<Answered> {
  const more = followUpIn(said.words);
  if (more !== undefined)
    return control.followUp(task.id, said.by, { words: more, key: eventId, attempt: attemptAt(task, said.ts) });
  switch (verbOf(said.words)) {
    case 'cancel':
    case 'stop':
      return control.cancel(task.id, said.by);
    case 'retry':
      return control.retry(task.id, said.by, attemptAt(task, said.ts));
    default:
      return control.steer(task.id, said.by, said.words, eventId);
  }
}

/** The attempt they had before their eyes: the same words, delivered late, may not retry the one after it. */
function attemptAt({ past, attempt, startedAt }: Task, ts: string): number {
  const begun = [...past, { attempt, startedAt }].filter((each) => each.startedAt <= Number(ts) * 1_000);
  return begun.at(-1)?.attempt ?? 1;
}

/** What is wanted on top, of `follow up: …`; these words are how it is asked for, in a thread where people also just talk. */
function followUpIn(words: string): string | undefined {
  if (/^address (?:the |all )?(?:review|comments|feedback)[\s.!]*$/i.test(words)) return words;
  const [, more] = /^follow[\s-]?up\b[\s:,.–-]*([\s\S]*)$/i.exec(words) ?? [];
  return more?.trim();
}

/** A verb stands alone: `stop using tabs` is something to tell the agent. */
const verbOf = (words: string): string => words.toLowerCase().replace(/[\s.!]+$/, '');

function saidBy(event: Args['event']): Heard | undefined {
  if (event.subtype !== undefined && event.subtype !== 'file_share' && event.subtype !== 'thread_broadcast')
    return undefined;
  if (!('thread_ts' in event) || event.thread_ts === undefined || event.thread_ts === event.ts) return undefined;
  if (('bot_id' in event && event.bot_id !== undefined) || event.user === undefined) return undefined;
  const words = unescapeMrkdwn(event.text ?? '').trim();
  return words === ''
    ? undefined
    : {
        channel: event.channel,
        thread: event.thread_ts,
        ts: event.ts,
        user: event.user,
        ...('parent_user_id' in event && { root: event.parent_user_id }),
        words,
      };
}

/** The person sees that they were heard. That the mark was set already, or cannot be set, changes nothing. */
async function seen({ interactive, log }: Intake, { channel, ts }: Heard): Promise<void> {
  await interactive.reactions
    .add({ channel, timestamp: ts, name: 'eyes' })
    .catch((error: unknown) => log.warn('reaction.failed', { channel, error: String(error) }));
}
