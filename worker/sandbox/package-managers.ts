import { access, constants, readFile, realpath } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { type Mount, NODE_BIN } from './arguments.ts';
import { isInSystem } from './system.ts';

const NODE_PACKAGES = join(dirname(NODE_BIN), 'lib/node_modules');
const PACKAGES = ['npm', 'corepack', 'yarn', 'pnpm'];

interface PackageManager {
  readonly command: string;
  /** The program itself, and the package it is part of. */
  readonly file: string;
  readonly root: string;
}

/** npm, npx, yarn and pnpm as the worker would run them: their packages read-only, their commands beside our node. */
export async function nodePackageManagers(path: string): Promise<Mount[]> {
  const commands = ['npm', 'npx', 'corepack', 'yarn', 'pnpm'];
  const found = (await Promise.all(commands.map((command) => find(command, path)))).flat();
  const all = [...(await fromCorepack(found)), ...found];
  const roots = new Set(all.map(({ root }) => root).filter((root) => !isInSystem(root)));
  return [
    ...[...roots].map((root) => ({ from: root, to: inside(root) })),
    ...all.map(({ command, file, root }) => ({
      link: join(inside(root), relative(root, file)),
      to: join(NODE_BIN, command),
    })),
  ];
}

function inside(root: string): string {
  return isInSystem(root) ? root : join(NODE_PACKAGES, basename(root));
}

async function find(command: string, path: string): Promise<PackageManager[]> {
  for (const folder of path.split(':').filter((each) => each.startsWith('/'))) {
    const file = await executable(join(folder, command));
    if (file === undefined) continue;
    const root = await packageRoot(file);
    if (root !== undefined) return [{ command, file, root }];
  }
  return [];
}

/** Corepack brings yarn and pnpm, whether or not somebody has enabled them. */
async function fromCorepack(found: readonly PackageManager[]): Promise<PackageManager[]> {
  const root = found.find(({ command }) => command === 'corepack')?.root;
  const missing = ['yarn', 'pnpm'].filter((command) => !found.some((each) => each.command === command));
  if (root === undefined) return [];
  const files = await Promise.all(missing.map((command) => executable(join(root, 'dist', `${command}.js`))));
  return missing.flatMap((command, index) => {
    const file = files[index];
    return file === undefined ? [] : [{ command, file, root }];
  });
}

/** The file behind a path and its links, if it can be run. */
async function executable(path: string): Promise<string | undefined> {
  return access(path, constants.X_OK).then(
    () => realpath(path),
    () => undefined,
  );
}

async function packageRoot(file: string): Promise<string | undefined> {
  for (let folder = dirname(file); folder !== '/'; folder = dirname(folder)) {
    const manifest = await readFile(join(folder, 'package.json'), 'utf8').catch(() => undefined);
    if (manifest !== undefined) return PACKAGES.includes(JSON.parse(manifest).name) ? folder : undefined;
  }
  return undefined;
}
