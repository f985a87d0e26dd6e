import { onTestFinished } from 'vitest';
import { type AppNeeds, createApp } from '#bot/app.ts';
import { createRecorder } from '#bot/events/record.ts';
import { createControl } from '#bot/intake/control.ts';
import { createHome } from '#bot/intake/home.ts';
import { createSubmit } from '#bot/intake/submit.ts';
import { createPeopleNames } from '#bot/people.ts';
import { createPermalinks } from '#bot/thread/permalinks.ts';
import { card } from '#bot/views/card.ts';
import type { SeenMessage } from '#deploy/local/slack/person/protocol.ts';
import { renderMessage } from '#deploy/local/slack/render.ts';
import { APP } from '#deploy/local/slack/workspace/team.ts';
import { localPace } from '#shared/adapters/local/pace.ts';
import type { Task } from '#shared/task/task.ts';
import { clientOf, openSlack } from '../../deploy/local/slack/start.ts';
import { openGround, openRunner, policyOf, recordOf } from '../ground.ts';
import { HEAD } from '../tasks.ts';

const CLONE = 'https://github.test/acme/shop.git';
/** What was not acknowledged comes again soon. */
const TIMINGS = { ackTimeoutMs: 1_500, eventRetryDelaysMs: [20, 40, 80] };

/**
 * The real Bolt on the real local Slack, with everything behind it that a person's words reach, and no worker. `alter`
 * puts something else in the place of a part.
 */
export async function openDesk(alter: (needs: AppNeeds) => Partial<AppNeeds> = () => ({})) {
  const ground = openGround();
  const jobs = openRunner();
  const now = Date.now;
  const slack = await openSlack({ timings: TIMINGS });
  const client = clientOf(slack);
  const redact = (text: string) => text;
  const recorder = createRecorder({ store: ground.store, now });
  const look = async () => {};
  const shared = { ...ground, ...jobs, policy: policyOf(), redact, now, recorder, look };
  const peopleName = createPeopleNames(client);
  const linked = createPermalinks(ground.store, `${slack.url}/`);
  const host = {
    repository: async (name: string) => ({ name, defaultBranch: 'main', cloneUrl: CLONE }),
    head: async () => HEAD,
  };
  const home = createHome({ ...shared, client, pace: localPace({ now }), team: slack.team, linked, peopleName });
  const needs: AppNeeds = {
    botToken: slack.botToken,
    appToken: slack.appToken,
    apiUrl: slack.apiUrl,
    ...{ self: slack.botUser, botId: APP.botId },
    ...shared,
    submit: createSubmit(shared),
    control: createControl(shared),
    admission: { ...shared, host, model: 'scripted' },
    home,
    channelName: async () => 'general',
    peopleName,
    linked,
    interactive: client,
  };
  const app = createApp({ ...needs, ...alter(needs) });
  await app.start();
  onTestFinished(async () => void (await app.stop()));
  const [ana, ben] = [slack.person('U0ANA'), slack.person('U0BEN')];

  return {
    ...shared,
    slack,
    ana,
    ben,
    home,
    control: needs.control,
    record: (task: Pick<Task, 'id'>) => recordOf(ground.store, task),
    tasksOf: (person: string) => ground.store.askedBy(person, 100),
    /** Puts a task into the store and its card into the channel, as the thread's writer would. */
    cardOf: async (task: Task) => {
      await ground.store.create(task);
      const { text, blocks } = card(task, {});
      const { ts = '', channel = '' } = await client.chat.postMessage({ channel: 'C0GENERAL', text, blocks });
      await ground.store.show(task.id, 'card', { channel, ts, hash: 'x', at: now() });
      return { channel, ts, thread: ts };
    },
    /** The newest words only this person sees. */
    told: async (person = ana) => read(await person.waitForEphemeral()),
  };
}
/** The same function, which fails the first time. */
export function failingOnce<Args extends unknown[], T>(act: (...args: Args) => Promise<T>) {
  const problems = [new Error('the disk was away')];
  return async (...args: Args): Promise<T> => {
    const problem = problems.pop();
    if (problem) throw problem;
    return act(...args);
  };
}

export const read = (message: SeenMessage | undefined): string =>
  message === undefined ? '' : renderMessage(message).join('\n');
