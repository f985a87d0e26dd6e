import { chown, lstat, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { TaskError } from '#shared/task/failure.ts';
import { HOME, type Layout, type Mount, NODE, WORKSPACE } from './arguments.ts';
import { findCgroups, type MakeCgroup } from './cgroup.ts';
import type { Egress } from './egress-proxy.ts';
import { inheritedDescriptors } from './inherited.ts';
import { giveTree } from './ownership.ts';
import { type StreamMaker, streamMaker } from './streams.ts';
import { etcMounts, systemMounts } from './system.ts';
import type { Toolchains } from './toolchains.ts';

export interface BubblewrapOptions {
  /** Folder of the host, writable at /workspace. */
  readonly workspace: string;
  /** Git directory outside the workspace, read-only at /workspace/.git. */
  readonly gitDir?: string;
  /** Folder of the host, writable at /home/agent: caches live here for the attempt. */
  readonly home: string;
  /** User and group to become when the worker is root; workspace and home are given to it. */
  readonly user: number;
  /** The proxy for commands with network `egress`. */
  readonly egress?: Egress;
  readonly toolchains: Toolchains;
}

/** What is found out and made once, before a sandbox's first command. */
export interface Ground {
  readonly layout: Layout;
  readonly makeCgroup: MakeCgroup | undefined;
  readonly streams: StreamMaker;
  /** Descriptors to cover up before they get into the sandbox. */
  readonly inherited: readonly number[];
}

export async function prepareGround(options: BubblewrapOptions): Promise<Ground> {
  const dropTo = process.getuid?.() === 0 ? options.user : undefined;
  if (dropTo !== undefined) await giveAway(options, dropTo);
  if (options.gitDir !== undefined) await gitMountPoint(options.workspace);
  const makeCgroup = await findCgroups();
  const { mounts, path, env } = options.toolchains;
  const layout = {
    system: await systemMounts(),
    mounts: [...(await etcMounts()), { from: process.execPath, to: NODE }, ...mounts, ...ownMounts(options)],
    path,
    env,
    ...(dropTo === undefined ? {} : { dropTo }),
    ...(options.egress ? { egressSocket: options.egress.socketPath } : {}),
  };
  return { layout, makeCgroup, streams: await streamMaker(dropTo), inherited: await inheritedDescriptors() };
}

async function giveAway({ user, workspace, home, egress }: BubblewrapOptions, dropTo: number): Promise<void> {
  if (!Number.isSafeInteger(user) || user < 1) {
    throw new TaskError('configuration_invalid', `Commands cannot run as user ${user}.`, {
      whose: 'service',
      remedy: 'Give the number of an ordinary user, above 0.',
    });
  }
  await Promise.all([giveTree(workspace, dropTo), giveTree(home, dropTo)]);
  if (egress) await chown(egress.socketPath, dropTo, dropTo);
}

/** A link here would put the mount where it points to, and leave the link to the command to change. */
async function gitMountPoint(workspace: string): Promise<void> {
  const path = join(workspace, '.git');
  const found = await lstat(path).catch(() => undefined);
  if (!found) await mkdir(path);
  if (!found || found.isDirectory()) return;
  throw new TaskError('workspace_invalid', 'The workspace has something called “.git” that is no folder.', {
    whose: 'yours',
    remedy: 'Take “.git” out of the repository.',
  });
}

function ownMounts({ workspace, gitDir, home }: BubblewrapOptions): Mount[] {
  const git = gitDir === undefined ? [] : [{ from: gitDir, to: join(WORKSPACE, '.git') }];
  return [{ from: home, to: HOME, writable: true }, { from: workspace, to: WORKSPACE, writable: true }, ...git];
}
