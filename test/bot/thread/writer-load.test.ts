import { expect, test } from 'vitest';
import { postIdOf } from '#bot/thread/slack-writes.ts';
import { localPace } from '#shared/adapters/local/pace.ts';
import { until } from '../ground.ts';
import { at, born, failed, ready } from '../tasks.ts';
import { openThreads } from './threads.ts';

test('of twenty tasks under Slack’s limits the one that ends is told first, and Slack never has to say stop', async () => {
  const { openWriter, become, slack, now, shownOf, callsOf } = await openThreads();
  slack.faults.set({ kind: 'rate_limits', on: true });
  const writer = openWriter({ pace: localPace({ now }) });
  const running = Array.from({ length: 20 }, (_, index) => at('provision', ready(born({}, `task ${index}`))));
  for (const task of running) writer.changed((await become(task)).id);
  await until(() => callsOf('chat.postMessage').length >= 5 || undefined, 'the first are shown');

  const [ended] = running.slice(-1).map((task) => failed(task));
  if (!ended) throw new Error('there are twenty');
  const before = callsOf('chat.postMessage').length;
  writer.changed((await become(ended)).id);
  await until(async () => (await shownOf(ended, 'reply:1:end'))?.hash !== undefined || undefined, 'the end is shown');
  const since = callsOf('chat.postMessage').slice(before);
  const others = since.filter(({ args }) => !String(postIdOf(args)).startsWith(ended.id));
  expect(others.length).toBeLessThanOrEqual(4);
  expect(slack.calls.filter(({ status }) => status === 429)).toEqual([]);
});
