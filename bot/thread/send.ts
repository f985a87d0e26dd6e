import type { Shown } from '#shared/ports.ts';
import type { Task } from '#shared/task/task.ts';
import { NOTHING, type Write } from './plan.ts';
import type { WriterNeeds } from './writer-needs.ts';

/** Performs one planned write, and remembers how it ended. */
export type Sender = (task: Task, write: Write, limited: Limited) => Promise<void>;

/** Slack said how long to wait before the next call of this kind in a channel. */
type Limited = (channel: string, retryAfterMs: number) => Promise<void>;

/** `joined`: the bot went in just for this. */
type Where = { readonly channel: string; readonly thread?: string; readonly joined?: true };
interface Needs extends Pick<WriterNeeds, 'store' | 'slack' | 'withoutPlan' | 'log' | 'now'> {
  /** Whether this process is still the one that writes. */
  readonly isWriter: () => boolean;
}

export function createSender({ store, slack, withoutPlan, isWriter, log, now }: Needs): Sender {
  const postIdOf = (task: Task, write: Write) => `${task.id}/${write.drawn.key}`;
  const remember = (task: Task, write: Write, shown: Omit<Shown, 'at'>) =>
    store.show(task.id, write.drawn.key, { ...shown, at: now() });

  /** The intent to post is stored first, so that a post nobody heard of can be found again. */
  async function post(task: Task, write: Write, where: Where, limited: Limited): Promise<void> {
    const { channel, thread } = where;
    await remember(task, write, { channel });
    // Whoever slept here for longer than its lease lasts must not write over what its successor has written.
    if (!isWriter()) return;
    const written = await slack.post({ channel, ...(thread && { thread }) }, postIdOf(task, write), write.drawn);
    switch (written.outcome) {
      case 'done':
        return remember(task, write, { channel, ts: written.ts, hash: write.hash });
      case 'limited':
        await remember(task, write, { channel, hash: NOTHING });
        return limited(channel, written.retryAfterMs);
      case 'unsure':
        return log.warn('thread.post_unsure', { task: task.id, key: write.drawn.key, cause: String(written.cause) });
      case 'refused':
        log.warn('thread.write_refused', { task: task.id, key: write.drawn.key, error: written.error });
        return refused(task, write, where, written.error, limited);
      default:
        return written satisfies never;
    }
  }

  /** No thread is left silent: where the channel is closed to us, the person is told directly. */
  async function refused(task: Task, write: Write, where: Where, error: string, limited: Limited): Promise<void> {
    const { channel } = where;
    if (isAboutPlan(write, error)) {
      withoutPlan();
      return remember(task, write, { channel, hash: NOTHING });
    }
    const instead = CLOSED.has(error) ? await elsewhere(task, where, error) : undefined;
    return instead ? post(task, write, instead, limited) : remember(task, write, { channel, refused: error });
  }

  async function elsewhere(task: Task, where: Where, error: string): Promise<Where | undefined> {
    if (error === 'not_in_channel' && !where.joined && (await slack.join(where.channel)))
      return { ...where, joined: true };
    const direct = await slack.direct(task.requester.id);
    return direct === undefined || direct === where.channel ? undefined : { channel: direct };
  }

  async function update(task: Task, write: Write, shown: Shown & { ts: string }, limited: Limited): Promise<void> {
    const { channel, ts } = shown;
    if (!isWriter()) return;
    const written = await slack.update({ channel, ts }, postIdOf(task, write), write.drawn);
    switch (written.outcome) {
      case 'done':
        return remember(task, write, { channel, ts, hash: write.hash });
      case 'limited':
        return limited(channel, written.retryAfterMs);
      case 'unsure':
        return remember(task, write, { channel, ts });
      case 'refused':
        log.warn('thread.write_refused', { task: task.id, key: write.drawn.key, error: written.error });
        if (isAboutPlan(write, written.error)) return void withoutPlan();
        return remember(task, write, { channel, ts, refused: written.error });
      default:
        return written satisfies never;
    }
  }

  /** A post whose answer was lost: found, it is brought up to date by the next look; not found, it is posted again. */
  async function find(task: Task, write: Write, where: Where, limited: Limited): Promise<void> {
    const { channel } = where;
    // Should the search fail, the next one waits its turn again.
    await remember(task, write, { channel });
    const found = await slack.find(where, postIdOf(task, write), task.createdAt);
    switch (found.outcome) {
      case 'done':
        return remember(task, write, { channel, ts: found.ts });
      case 'missing':
      case 'refused':
        return remember(task, write, { channel, hash: NOTHING });
      case 'limited':
        return limited(channel, found.retryAfterMs);
      case 'unsure':
        return log.warn('thread.search_failed', { task: task.id, key: write.drawn.key, cause: String(found.cause) });
      default:
        return found satisfies never;
    }
  }

  /** A form from the Home tab names a person; their direct messages have an id of their own. */
  async function reachable(where: Where): Promise<Where> {
    const direct = IS_PERSON.test(where.channel) ? await slack.direct(where.channel) : undefined;
    return direct === undefined ? where : { channel: direct };
  }

  return async (task, write, limited) => {
    const { kind, shown } = write;
    const where = placeFor(task, write, (await store.shown(task.id)).get('card'));
    if (kind === 'update' && shown?.ts !== undefined) return update(task, write, { ...shown, ts: shown.ts }, limited);
    if (kind === 'find' && shown) return find(task, write, placeOf(shown, where), limited);
    return post(task, write, await reachable(where), limited);
  };
}

/** Where a post went that nobody heard of: its thread is known only while it is still the same channel. */
const placeOf = (shown: Shown, where: Where): Where =>
  shown.channel === where.channel ? where : { channel: shown.channel };

/** Refused because of its plan: without one, it may pass. */
const isAboutPlan = ({ drawn }: Write, error: string): boolean =>
  PLAN_REFUSED.has(error) && drawn.blocks.some(({ type }) => type === 'plan');

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

const IS_PERSON = /^[UW]/;
