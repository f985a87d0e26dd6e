import { posix } from 'node:path';

/** Whether a command installs packages of the system: nobody can do that from inside the sandbox. */
export function installsSystemPackages(command: string): boolean {
  return /(?:^|[\s;&|(])(?:sudo|apt-get|apt|apk|dnf|yum)\s/m.test(command);
}

/** Whether a folder lies in the repository, as it is written. */
export function folderInside(folder: string): boolean {
  const normal = posix.normalize(folder);
  return !posix.isAbsolute(normal) && normal.split('/')[0] !== '..' && !/\p{Cc}/u.test(folder);
}
