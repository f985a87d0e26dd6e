import { readdir, readFile } from 'node:fs/promises';
import type { Cgroup } from './cgroup.ts';
import type { Check } from './supervise.ts';

/** For a tree the kernel bounds: did it have to kill? */
export function memoryOfGroup(cgroup: Cgroup): Check {
  return async () => ((await cgroup.ranOutOfMemory()) ? 'memory' : undefined);
}

/** For a tree nobody bounds: adds up what its processes hold. `processes` is a /proc that shows them and no others. */
export function memoryOfTree(processes: string, limitBytes: number): Check {
  return async () => {
    if ((await sum(processes, 'status', /^Rss(?:Anon|Shmem):\s+(\d+) kB$/gm)) < limitBytes) return undefined;
    // That counts a page once for each process that shares it since a fork. Shares are exact but slow, so they come second.
    return (await sum(processes, 'smaps_rollup', /^Pss_(?:Anon|Shmem):\s+(\d+) kB$/gm)) < limitBytes
      ? undefined
      : 'memory';
  };
}

async function sum(processes: string, file: string, kibibytes: RegExp): Promise<number> {
  // What cannot be read has ended since it was listed, and holds nothing.
  const ids = (await readdir(processes).catch(() => [])).filter((name) => /^\d+$/.test(name));
  const texts = await Promise.all(ids.map((id) => readFile(`${processes}/${id}/${file}`, 'utf8').catch(() => '')));
  const found = texts.flatMap((text) => [...text.matchAll(kibibytes)]);
  return found.reduce((bytes, [, amount]) => bytes + Number(amount) * 1024, 0);
}
