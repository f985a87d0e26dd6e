import { constants, copyFile, link } from 'node:fs/promises';

/** One more name for a file that never changes; where the other name lies on another disk, a copy. */
export async function linkOrCopy(from: string, to: string): Promise<void> {
  await link(from, to).catch((error: NodeJS.ErrnoException) => {
    if (!NOT_LINKABLE.has(error.code ?? '')) throw error;
    return copyFile(from, to, constants.COPYFILE_FICLONE);
  });
}

const NOT_LINKABLE = new Set(['EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP']);
