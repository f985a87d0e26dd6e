import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * Makes a folder and all in it belong to the user whose commands run there; call it after writing there as root.
 * The system's own program does it, because it never follows a link, not even one swapped in while it runs.
 */
export async function giveTree(folder: string, user: number): Promise<void> {
  await promisify(execFile)('/bin/chown', ['-hR', '--', `${user}:${user}`, folder]);
}
