import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { localArtifacts } from '#shared/adapters/local/artifacts.ts';
import { openDatabase } from '#shared/adapters/local/database.ts';
import { localJobRunner } from '#shared/adapters/local/job-runner.ts';
import { localMemory } from '#shared/adapters/local/memory.ts';
import { localTaskEventsReader } from '#shared/adapters/local/task-events.ts';
import { localTaskQueue } from '#shared/adapters/local/task-queue.ts';
import { localTaskStore } from '#shared/adapters/local/task-store.ts';
import { createPlaces } from '../artifacts/links.ts';
import type { Config } from '../config.ts';
import type { Rights } from '../dispatch/rights.ts';
import type { Standing } from './standing.ts';

/** Everything on this machine, and everything durable in one folder. */
export function embeddedStack(config: Config, data: string, rights: Rights): Standing {
  const { publicUrl } = config;
  const database = openDatabase(join(data, 'bellhop.sqlite'));
  const events = join(data, 'events');
  const placeAt = createPlaces({ publicUrl, rights, now: Date.now });
  const artifacts = localArtifacts({ folder: join(data, 'artifacts'), placeAt });
  return {
    instance: `${hostname()}:${config.port}`,
    store: localTaskStore(database),
    memory: localMemory(database),
    queue: localTaskQueue(database, { clock: Date.now, perSecond: 5 }),
    runner: localJobRunner({
      folder: join(data, 'executions'),
      scratch: join(data, 'scratch'),
      command: [process.execPath, fileURLToPath(import.meta.resolve('../../worker/main.ts'))],
      env: {
        // A worker starts in about half the time when it need not compile what the last one compiled.
        NODE_COMPILE_CACHE: join(data, 'compile-cache'),
        ...config.workerEnv,
        BELLHOP_BOT_URL: publicUrl,
        BELLHOP_EVENTS: events,
        BELLHOP_CACHE: join(data, 'cache'),
      },
    }),
    events: localTaskEventsReader({ folder: events }),
    artifacts,
    fill: artifacts.fill,
  };
}
