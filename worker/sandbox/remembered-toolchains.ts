import { createHash, randomUUID } from 'node:crypto';
import { access, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from './system.ts';
import { findToolchains, type Toolchains } from './toolchains.ts';

const KEPT_MS = 10 * 60_000;

/**
 * What `findToolchains` found for this environment not long ago. Version managers answer with pages of shell scripts, which
 * can take longer than all the rest of a small attempt. `folder` is one that only we write to.
 */
export async function rememberedToolchains(env: Environment, folder: string, now: number): Promise<Toolchains> {
  const file = join(folder, `toolchains-${createHash('sha256').update(JSON.stringify(env)).digest('hex')}.json`);
  const known = await read(file);
  if (known && now - known.at < KEPT_MS && (await isAllThere(known.toolchains))) return known.toolchains;
  const toolchains = await findToolchains(env);
  await write(folder, file, { at: now, toolchains });
  return toolchains;
}

interface Known {
  readonly at: number;
  readonly toolchains: Toolchains;
}

async function read(file: string): Promise<Known | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as Known);
}

/** A mount of what was uninstalled meanwhile would be the end of every command. */
async function isAllThere({ mounts }: Toolchains): Promise<boolean> {
  const sources = mounts.flatMap((mount) => ('from' in mount ? [access(mount.from)] : []));
  return Promise.all(sources).then(
    () => true,
    () => false,
  );
}

/** Whole or not at all: other workers read it at the same time. */
async function write(folder: string, file: string, known: Known): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const temporary = join(folder, `.${randomUUID()}`);
  await writeFile(temporary, JSON.stringify(known));
  await rename(temporary, file);
}
