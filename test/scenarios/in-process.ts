import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPlaces } from '#bot/artifacts/links.ts';
import { type Foundation, startBot } from '#bot/bot.ts';
import { createRights } from '#bot/dispatch/rights.ts';
import { createLogger } from '#bot/log.ts';
import { freePort } from '#deploy/local/free-port.ts';
import { type LocalSlack, startSlack } from '#deploy/local/slack/server.ts';
import { localArtifacts } from '#shared/adapters/local/artifacts.ts';
import { openDatabase } from '#shared/adapters/local/database.ts';
import { localMemory } from '#shared/adapters/local/memory.ts';
import { localTaskQueue } from '#shared/adapters/local/task-queue.ts';
import { localTaskStore } from '#shared/adapters/local/task-store.ts';
import type { JobRunner, Pace, RepoHost, TaskEventsReader } from '#shared/ports.ts';
import { parsePolicy } from '#shared/task/policy.ts';
import { redactor } from '#shared/text/redact.ts';
import { SWIFT } from './stage.ts';

/** What a test puts in the place of processes and of GitHub. */
export interface Replaced {
  readonly runner: JobRunner;
  readonly events: TaskEventsReader;
  readonly host: RepoHost;
  readonly policy: string;
}

/** The whole bot within this process, on the real local Slack and store: a test sees and delivers every single event. */
export async function startBotHere(replaced: Replaced) {
  const folder = mkdtempSync(join(tmpdir(), 'bellhop-here-'));
  // A machine that is busy with other tests may take its time.
  const slack = await startSlack({ timings: { ackTimeoutMs: 30_000 } });
  const database = openDatabase(join(folder, 'bellhop.sqlite'));
  const store = localTaskStore(database);
  const rights = createRights(randomBytes(32));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const placeAt = createPlaces({ publicUrl: url, rights, now: Date.now });
  const artifacts = localArtifacts({ folder: join(folder, 'artifacts'), placeAt });
  const bot = await startBot({
    ...replaced,
    config: configFor(slack, folder, port, replaced.policy),
    rights,
    redact: redactor([]),
    log: createLogger(
      () => {},
      (text) => text,
    ),
    ...{ instance: url, boot: 'one boot', store, now: Date.now },
    memory: localMemory(database),
    queue: localTaskQueue(database, { clock: Date.now }),
    artifacts,
    fill: artifacts.fill,
    pace: UNHURRIED,
  });
  return {
    ...{ slack, store, rights, url },
    close: async () => {
      await bot.close();
      await slack.close();
      database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** As much as is wanted, but nothing before its time. */
const UNHURRIED: Pace = { take: async (_bucket, _rate, reserve) => (reserve > 10 ? 1_000 : 0), pause: async () => {} };

function configFor(slack: LocalSlack, data: string, port: number, policy: string): Foundation['config'] {
  const { botToken, appToken, apiUrl } = slack;
  return {
    slack: { botToken, appToken, apiUrl },
    github: { appId: '1', privateKey: '' },
    policy: parsePolicy(policy, 'policy.yml'),
    stack: { on: 'embedded', data },
    ...{ key: Buffer.alloc(32), host: '127.0.0.1', port, publicUrl: `http://127.0.0.1:${port}` },
    model: 'scripted',
    workerEnv: {},
    timing: SWIFT,
  };
}
