import { isTaskId, type Task } from '#shared/task/task.ts';
import { postIdOf } from '../thread/slack-writes.ts';
import type { Intake } from './intake.ts';

/**
 * The task whose card began a thread. Whoever replies before the bot has heard that its card arrived is understood all
 * the same: the card carries its task's id.
 */
export async function taskOfThread(
  { store, interactive }: Pick<Intake, 'store' | 'interactive'>,
  { channel, thread, beganByUs }: { channel: string; thread: string; beganByUs: boolean },
): Promise<Task | undefined> {
  const known = await store.ofThread(channel, thread);
  if (known || !beganByUs) return known;
  const { messages = [] } = await interactive.conversations.replies({
    channel,
    ts: thread,
    limit: 1,
    include_all_metadata: true,
  });
  const [id = '', key] = String(messages[0] && postIdOf(messages[0])).split('/');
  return key === 'card' && isTaskId(id) ? (await store.read(id))?.task : undefined;
}
