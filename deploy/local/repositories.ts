import { existsSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { TaskError } from '#shared/task/failure.ts';
import { SAMPLES } from './samples/samples.ts';

/** A repository the playground's GitHub serves. */
export interface PlaygroundRepository {
  readonly name: string;
  readonly origin: { readonly folder: string } | { readonly repository: string };
  /** Ours, and so allowed to run without a sandbox. */
  readonly sample: boolean;
}

export const sampleRepositories = (): readonly PlaygroundRepository[] =>
  SAMPLES.map(({ repository, folder }) => ({ name: repository, origin: { folder }, sample: true }));

/** A local git repository somebody wants to try, as `local/<folder name>`. It is cloned, and never touched. */
export function localRepository(path: string): PlaygroundRepository {
  const repository = resolve(path);
  if (!existsSync(repository) || !statSync(repository).isDirectory()) throw notARepository(path, 'is not a folder');
  const bare = existsSync(`${repository}/HEAD`) && existsSync(`${repository}/objects`);
  if (!bare && !existsSync(`${repository}/.git`)) throw notARepository(path, 'is not a git repository');
  const name =
    basename(repository)
      .replace(/\.git$/, '')
      .replace(/[^A-Za-z0-9._-]/g, '-') || 'repository';
  return { name: `local/${name}`, origin: { repository }, sample: false };
}

function notARepository(path: string, what: string): TaskError {
  return new TaskError('repository_not_found', `--repo ${path} ${what}.`, {
    whose: 'yours',
    remedy: 'Give the folder of a git repository on this machine, with at least one commit.',
  });
}
