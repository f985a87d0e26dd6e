import { readdir, readFile } from 'node:fs/promises';

const CLOSED_ON_EXEC = 0o2000000;
const FIRST_OF_OTHERS = 3;

/**
 * Descriptors this process got from whoever started it and would pass on to every child, into the sandbox too.
 * Our own are closed on exec by the platform; these are not, and may be anything.
 */
export async function inheritedDescriptors(): Promise<number[]> {
  const found = await Promise.all((await readdir('/proc/self/fdinfo')).map(inherited));
  return found.flat();
}

async function inherited(name: string): Promise<number[]> {
  // The descriptor that listed the folder is closed again by now.
  const about = await readFile(`/proc/self/fdinfo/${name}`, 'utf8').catch(() => undefined);
  const flags = Number.parseInt(/^flags:\s+(\d+)/m.exec(about ?? '')?.[1] ?? '2000000', 8);
  const descriptor = Number(name);
  return descriptor >= FIRST_OF_OTHERS && (flags & CLOSED_ON_EXEC) === 0 ? [descriptor] : [];
}
