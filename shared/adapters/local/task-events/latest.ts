import { mkdir, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { coalesced } from '../../coalesced.ts';

/** Keeps only the latest news in a file. What is overtaken while the disk is busy is never written. */
export function latestWriter(file: string) {
  let latest: string | undefined;

  const flush = coalesced(async () => {
    const news = latest;
    latest = undefined;
    if (news === undefined) return;
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const temporary = join(dirname(file), `.${basename(file)}`);
    // Not synced: news may be lost, and there will be newer.
    await writeFile(temporary, news, { mode: 0o600 });
    await rename(temporary, file);
  });

  return {
    replace: (news: string): Promise<void> => {
      latest = news;
      return flush();
    },
    close: flush,
  };
}
