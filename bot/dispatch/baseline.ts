import type { Artifacts } from '#shared/ports.ts';
import { BASELINE_FILE, type BaselineSource } from '#shared/task/reuse.ts';
import type { Task } from '#shared/task/task.ts';
import { ARTIFACT_BYTES, type BaselineAnswer } from '#shared/worker-api.ts';

/** The newest baseline an earlier attempt of the task measured, for the next one to take over if it finds the same. */
export const baselineFor = ({ past }: Pick<Task, 'past'>): BaselineSource | undefined =>
  past.findLast(({ baselineSource }) => baselineSource)?.baselineSource;

const FETCH_MS = 15_000;

/** Its runs as they were stored. Whatever cannot be read is measured again, so nothing of this is a failure. */
export async function storedBaseline(task: Task, artifacts: Pick<Artifacts, 'view'>): Promise<BaselineAnswer> {
  const source = baselineFor(task);
  if (!source) return {};
  const seen = await artifacts.view(`${task.id}/${source.attempt}/${BASELINE_FILE}`);
  if (!seen) return {};
  const bytes = seen instanceof URL ? await fetched(seen) : seen;
  return bytes && bytes.byteLength < ARTIFACT_BYTES ? { text: new TextDecoder().decode(bytes) } : {};
}

async function fetched(url: URL): Promise<Uint8Array | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(FETCH_MS), redirect: 'error' });
    return response.ok ? await response.bytes() : undefined;
  } catch {
    // Nobody loses anything: the worker measures anew.
    return undefined;
  }
}
