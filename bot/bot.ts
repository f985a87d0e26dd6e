import type {
  Artifacts,
  JobRunner,
  Memory,
  Pace,
  RepoHost,
  TaskEventsReader,
  TaskQueue,
  TaskStore,
} from '#shared/ports.ts';
import type { Redact } from '#shared/text/redact.ts';
import { createApp } from './app.ts';
import { createLinks } from './artifacts/links.ts';
import type { Fill } from './artifacts/routes.ts';
import { createChannelNames } from './channels.ts';
import type { Config } from './config.ts';
import { createAttend } from './dispatch/attend.ts';
import { createContext } from './dispatch/context.ts';
import { createDispatch } from './dispatch/dispatch.ts';
import type { Pushed } from './dispatch/pushed.ts';
import { recentHost } from './dispatch/recent-host.ts';
import { createRemember } from './dispatch/remember.ts';
import type { Rights, Session } from './dispatch/rights.ts';
import { createStart } from './dispatch/start.ts';
import { startSweep } from './dispatch/sweep.ts';
import { createWorkerApi } from './dispatch/worker-api.ts';
import { createRecorder } from './events/record.ts';
import { subscribe } from './events/subscriber.ts';
import { createTelemetryBoard } from './events/telemetry.ts';
import { createHttp } from './http.ts';
import { createControl } from './intake/control.ts';
import { createHome } from './intake/home.ts';
import { createSubmit } from './intake/submit.ts';
import { listen } from './listen.ts';
import { bridgeSlackLogs, type Logger } from './log.ts';
import { createPeopleNames } from './people.ts';
import { createPushTokens } from './pull-request/push-tokens.ts';
import { createTellGitHub } from './pull-request/tell-github.ts';
import { createBranchWatch } from './pull-request/watch.ts';
import { createPullRequestWriter } from './pull-request/writer.ts';
import { connectSlack } from './slack-clients.ts';
import { createDrawing } from './thread/drawing.ts';
import { createPermalinks } from './thread/permalinks.ts';
import { createSlackWrites } from './thread/slack-writes.ts';
import { createThreadWriter } from './thread/writer.ts';

/** Everything the bot stands on. */
export interface Foundation {
  readonly config: Config;
  readonly rights: Rights;
  readonly redact: Redact;
  readonly log: Logger;
  /** The same after a restart of this instance; no two running ones share it. */
  readonly instance: string;
  /** New at every start. */
  readonly boot: string;
  readonly store: TaskStore;
  readonly memory: Memory;
  readonly queue: TaskQueue;
  /** The same queue's other end, when it brings its work instead of being asked for it. */
  readonly pushed?: Pushed;
  readonly runner: JobRunner;
  readonly events: TaskEventsReader;
  readonly artifacts: Artifacts;
  /** Takes a file that was sent to a place of this bot's own; for stores that take none themselves. */
  readonly fill?: Fill;
  readonly pace: Pace;
  readonly host: RepoHost;
  readonly now: () => number;
}

export interface Bot {
  /** Takes no new work, lets what is under way finish, gives its leases back. */
  close(): Promise<void>;
}

/** Puts the parts together and starts them, those first that others need. */
export async function startBot(on: Foundation): Promise<Bot> {
  const { config, store, memory, queue, runner, host, rights, redact, log, now } = on;
  const { policy, timing, model } = config;
  const slack = await connectSlack(config.slack, bridgeSlackLogs(log));
  const { team, self, botId } = slack;

  const recorder = createRecorder({ store, now });
  const pushTokens = createPushTokens(host);
  const telemetry = createTelemetryBoard((task) => writer.changed(task), now);
  const linkTo = createLinks(config.publicUrl, rights);
  const drawing = createDrawing({ store, telemetry, artifacts: on.artifacts, linkTo, redact, log, now });
  const writer = createThreadWriter({ ...on, ...drawing, timing, team, slack: createSlackWrites(slack) });
  const openPullRequest = createPullRequestWriter({ host, recorder, policy, redact, log, linkTo });
  const tellGitHub = createTellGitHub({ host, recorder, redact, linkTo });
  const remember = createRemember({ memory, redact, now });
  const acts = { openPullRequest, remember, tellGitHub, revokeTokens: pushTokens.revoke };
  const attend = createAttend({ ...on, ...acts, policy, timing, recorder });
  const watch = createBranchWatch({ host, store, recorder, attend: (id) => attend(id, 'change'), log, now });
  const linked = createPermalinks(store, slack.workspaceUrl);
  const peopleName = createPeopleNames(slack.updater);
  const home = createHome({ ...on, policy, client: slack.updater, team, linked, peopleName, look: watch.look });
  const channelName = createChannelNames(slack.updater);
  const admission = { store, host: recentHost(host, now), runner, policy, model, now };
  const context = createContext({ client: slack.updater, store, host, memory, policy, self, peopleName, now });
  const start = createStart(host, policy);
  const worker = createWorkerApi({
    ...on,
    policy,
    model,
    recorder,
    context,
    start,
    pushTokens,
    leaseMs: timing.leaseMs,
  });
  const submit = createSubmit({ store, queue, policy, redact, log, now });
  const control = createControl({ store, recorder, queue, runner, policy, redact, look: watch.look, now });
  const dispatch = createDispatch({ store, recorder, runner, rights, policy, admission, channelName, now });

  const unwatch = store.watch((task) => {
    writer.changed(task.id);
    home.changed(task);
    void attend(task.id, 'change');
  });
  const brokeOff = ({ task }: Session) => void setTimeout(() => void attend(task, 'sweep'), timing.goneMs).unref();
  let ready = false;
  const server = await listen(createHttp({ ...on, worker, brokeOff, isReady: () => ready }), config);
  const stopEvents = subscribe({ events: on.events, recorder, rights, telemetry, log });
  const stopQueue = queue.serve(dispatch);
  const stopWatch = watch.start(Object.keys(policy.repositories), timing.watchMs);
  const stopSweep = startSweep({ store, attend, changed: writer.changed, everyMs: timing.sweepMs, log });
  const app = createApp({
    ...config.slack,
    ...{ self, botId },
    log,
    submit,
    control,
    store,
    memory,
    admission,
    policy,
    home,
    redact,
    channelName,
    peopleName,
    linked,
    look: watch.look,
    interactive: slack.interactive,
    now,
  });
  await app.start();
  ready = true;
  log.info('bot.started', { team, url: config.publicUrl, model });

  return {
    close: async () => {
      await app.stop();
      await Promise.all([stopSweep(), stopWatch(), stopQueue(), stopEvents()]);
      unwatch();
      server.close();
      server.closeAllConnections();
      await writer.close();
    },
  };
}
