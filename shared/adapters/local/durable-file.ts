import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Puts the whole content in place of what was there: a reader, or a crash, sees the old or the new, never a part. */
export async function replaceFile(file: string, content: string | Uint8Array, temporary: string): Promise<void> {
  const handle = await open(temporary, 'w', 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
  await syncFolder(dirname(file));
}

/** Makes names in a folder survive a power cut: a new file's content alone is not enough. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
