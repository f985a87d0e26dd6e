import type { Shown } from '#shared/ports.ts';
import type { Task } from '#shared/task/task.ts';
import type { Write } from './plan.ts';
import type { WriterNeeds } from './writer.ts';

/** Performs one planned write, and remembers how it ended. */
export type Sender = (task: Task, write: Write, limited: (retryAfterMs: number) => Promise<void>) => Promise<void>;

type Where = { readonly channel: string; readonly thread?: string };
type Needs = Pick<WriterNeeds, 'store' | 'slack' | 'withoutPlan' | 'log' | 'now'>;

export function createSender({ store, slack, withoutPlan, log, now }: Needs): Sender {
  const postIdOf = (task: Task, write: Write) => `${task.id}/${write.drawn.key}`;
  const remember = (task: Task, write: Write, shown: Omit<Shown, 'at'>) =>
    store.show(task.id, write.drawn.key, { ...shown, at: now() });

  /** The intent to post is stored first, so that a post nobody heard of can be found again. */
  async function post(task: Task, write: Write, where: Where, limited: (ms: number) => Promise<void>): Promise<void> {
    const { channel } = where;
    await remember(task, write, { channel });
    const written = await slack.post(where, postIdOf(task, write), write.drawn);
    switch (written.outcome) {
      case 'done':
        return remember(task, write, { channel, ts: written.ts, hash: write.hash });
      case 'limited':
        return limited(written.retryAfterMs);
      case 'unsure':
        return log.warn('thread.post_unsure', { task: task.id, key: write.drawn.key, cause: String(written.cause) });
      case 'refused':
        return refused(task, write, where, written.error);
      default:
        return written satisfies never;
    }
  }

  /** No thread is left silent: where the channel is closed to us, the person is told directly. */
  async function refused(task: Task, write: Write, where: Where, error: string): Promise<void> {
    log.warn('thread.write_refused', { task: task.id, key: write.drawn.key, error });
    if (PLAN_REFUSED.has(error) && withoutPlan()) return;
    const instead = CLOSED.has(error) ? await elsewhere(task, where, error) : undefined;
    if (instead) return post(task, write, instead, async () => {});
    await remember(task, write, { channel: where.channel, refused: error });
  }

  async function elsewhere(task: Task, { channel }: Where, error: string): Promise<Where | undefined> {
    if (error === 'not_in_channel' && (await slack.join(channel))) return { channel };
    const direct = await slack.direct(task.requester.id);
    return direct === channel ? undefined : { channel: direct };
  }

  async function update(
    task: Task,
    write: Write,
    shown: Shown & { ts: string },
    limited: (ms: number) => Promise<void>,
  ): Promise<void> {
    const { channel, ts } = shown;
    const written = await slack.update({ channel, ts }, postIdOf(task, write), write.drawn);
    switch (written.outcome) {
      case 'done':
        return remember(task, write, { channel, ts, hash: write.hash });
      case 'limited':
        return limited(written.retryAfterMs);
      case 'unsure':
        return remember(task, write, { channel, ts });
      case 'refused':
        if (PLAN_REFUSED.has(written.error) && withoutPlan()) return;
        log.warn('thread.write_refused', { task: task.id, key: write.drawn.key, error: written.error });
        return remember(task, write, { channel, ts, refused: written.error });
      default:
        return written satisfies never;
    }
  }

  /** A post whose answer was lost: found, it is brought up to date by the next look; not found, it is posted again. */
  async function find(
    task: Task,
    write: Write,
    shown: Shown,
    where: Where,
    limited: (ms: number) => Promise<void>,
  ): Promise<void> {
    // Should the search fail, the next one waits its turn again.
    await remember(task, write, { channel: shown.channel });
    const ts = await slack.find({ ...where, channel: shown.channel }, postIdOf(task, write), shown.at);
    if (ts) return remember(task, write, { channel: shown.channel, ts });
    return post(task, write, where, limited);
  }

  return async (task, write, limited) => {
    const where = placeFor(task, write, (await store.shown(task.id)).get('card'));
    if (write.kind === 'post' || !write.shown) return post(task, write, where, limited);
    if (write.shown.ts === undefined) return find(task, write, write.shown, where, limited);
    return update(task, write, { ...write.shown, ts: write.shown.ts }, limited);
  };
}

/** The card stands in the channel, everything else in its thread, wherever the card went. A lost card leaves the channel. */
function placeFor(task: Task, { drawn }: Write, card: Shown | undefined): Where {
  const channel = card?.channel ?? task.thread.channel;
  if (drawn.key === 'card' || card?.ts === undefined) return { channel };
  return { channel, thread: card.ts };
}

/** The channel is not ours to write to. */
const CLOSED: ReadonlySet<string> = new Set([
  'not_in_channel',
  'channel_not_found',
  'is_archived',
  'restricted_action',
  'restricted_action_read_only_channel',
  'thread_not_found',
  'restricted_action_thread_locked',
]);

const PLAN_REFUSED: ReadonlySet<string> = new Set(['invalid_blocks', 'invalid_blocks_format', 'unsupported_blocks']);
