import { attempt, type Parts } from './attempt.ts';
import type { Config } from './config.ts';
import { isolationOf } from './isolation.ts';
import { openModel } from './model/open-model.ts';
import type { Outcome } from './outcome.ts';
import { makeFolders } from './rooms.ts';
import type { Probe } from './sandbox/probe.ts';

type Given = Omit<Parts, 'model' | 'openSandbox' | 'sandbox' | 'folders' | 'environment' | 'clock' | 'now'> & {
  readonly folder: string;
};

/** Chooses the model and the sandbox, and goes through the blueprint with them. */
export async function work(config: Config, probe: Probe, given: Given): Promise<Outcome> {
  const { environment, cacheFolder } = config;
  const { assignment, publisher } = given;
  const folders = await makeFolders(given.folder);
  const model = await openModel(config, assignment.request);
  const { kind, openSandbox } = isolationOf(probe, {
    assignment,
    gitDirectory: folders.gitDirectory,
    environment,
    ...(cacheFolder && { cacheFolder }),
  });
  publisher.tell({ type: 'worker.ready', model: model.name, sandbox: kind });
  const clock = () => performance.now();
  const { head } = await attempt({
    ...given,
    ...{ folders, model, openSandbox, sandbox: kind, environment, clock },
    now: Date.now,
  });
  return { end: 'pushed', head };
}
