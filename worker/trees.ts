import { constants, copyFile, link, rm } from 'node:fs/promises';
import { runProgram, runTool } from './program.ts';

/** One more name for a file that never changes; where the other name lies on another disk, a copy. */
export async function linkOrCopy(from: string, to: string): Promise<void> {
  await link(from, to).catch((error: NodeJS.ErrnoException) => {
    if (!NOT_LINKABLE.has(error.code ?? '')) throw error;
    return copyFile(from, to, constants.COPYFILE_FICLONE);
  });
}

const NOT_LINKABLE = new Set(['EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP', 'ENOSYS']);

/** The same for a whole tree that nobody writes to any more, under either name. */
export async function linkTree(from: string, to: string, signal: AbortSignal): Promise<void> {
  const { error } = await runProgram('cp', ['-al', '--', from, to], { signal });
  signal.throwIfAborted();
  if (!error) return;
  await rm(to, { recursive: true, force: true });
  await copyTree(from, to, signal);
}

/** A copy with the same owners; where the file system can, it shares the blocks and costs nothing. */
export async function copyTree(from: string, to: string, signal: AbortSignal): Promise<void> {
  await runTool('cp', ['-a', '--reflink=auto', '--', from, to], signal);
}
