import { posix } from 'node:path';
import { TaskError } from '#shared/task/failure.ts';
import type { Command } from './sandbox.ts';

/** Something the sandbox can see: a file or folder of the host, read-only unless said otherwise, or a link. */
export type Mount =
  | { readonly from: string; readonly to: string; readonly writable?: true }
  | { readonly link: string; readonly to: string };

/** All that one sandbox looks like from inside, the same for each of its commands. */
export interface Layout {
  /** The system's own folders (/usr and what belongs to it), at the same place inside and outside. */
  readonly system: readonly Mount[];
  readonly mounts: readonly Mount[];
  /** Path of the egress proxy's socket; only commands that may use it get to see it. */
  readonly egressSocket?: string;
  /** Folders searched for programs, before the system's. */
  readonly path: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** The user to become first, when the worker is root. */
  readonly dropTo?: number;
}

/** A process to start. */
export interface Launch {
  readonly argv: readonly string[];
  /** The arguments that go through a pipe, where no process list shows them. */
  readonly piped: readonly string[];
  /** Where the outermost process sees its own processes, and not the host's. */
  readonly processes: string;
}

export const WORKSPACE = '/workspace';
export const HOME = '/home/agent';
/** Where our own node is, first on PATH; package managers are put beside it. */
export const NODE_BIN = '/opt/node/bin';
export const NODE = `${NODE_BIN}/node`;
const EGRESS_SOCKET = '/run/egress.sock';
/** Where the folder `inside/` of ours is mounted. */
export const INSIDE = '/opt/bellhop';
/** Which file descriptor of bubblewrap is for what. */
export const DESCRIPTORS = { piped: 3, info: 4, block: 5, status: 6 } as const;

const PROXY = 'http://127.0.0.1:3128';
const STAGE = '/stage';
const STAGE_PROCESSES = `${STAGE}/proc`;
const USER_INSIDE = '1000';

/** Turns a command into the chain that runs it: (root only: stage the mounts, drop to the user,) isolate, limit, run. */
export function launchOf(layout: Layout, command: Command): Launch {
  const mounts = [...layout.mounts, ...door(layout, command)];
  const isRoot = layout.dropTo !== undefined;
  const piped = [
    ...namespaces(),
    ...(isRoot ? [] : held()),
    ...environment(layout, command),
    ...layout.system.flatMap(mount),
    ...ownFileSystems(command),
    ...(isRoot ? mounts.map(staged) : mounts).flatMap(mount),
    ...['--remount-ro', '/dev', '--remount-ro', '/', '--chdir', WORKSPACE],
  ];
  refuseNul(piped);
  const outside = isRoot ? [...stage(layout.system, mounts), ...dropTo(layout.dropTo)] : [];
  const isolate = ['/usr/bin/bwrap', '--args', `${DESCRIPTORS.piped}`, '--'];
  const argv = [...outside, ...isolate, ...limits(command), ...program(command)];
  return { argv, piped, processes: isRoot ? STAGE_PROCESSES : '/proc' };
}

function door({ egressSocket }: Layout, { network }: Command): Mount[] {
  if (network === 'none') return [];
  if (egressSocket !== undefined) return [{ from: egressSocket, to: EGRESS_SOCKET }];
  throw new TaskError('command_invalid', 'A command asked for the network, but no egress proxy was opened for it.', {
    whose: 'service',
    remedy: 'Open one and give it to the sandbox.',
  });
}

/** The place of a command's folder; one outside the workspace is refused. */
export function folderOf(workspace: string, cwd = '.'): string {
  const folder = posix.join(workspace, cwd);
  if (folder !== workspace && !folder.startsWith(`${workspace}/`)) {
    throw new TaskError('command_invalid', `A command may not start in “${cwd}”, outside the workspace.`, {
      whose: 'yours',
      remedy: 'Give a folder inside the repository.',
    });
  }
  return folder;
}

function namespaces(): string[] {
  return [
    ...['--unshare-all', '--unshare-user', '--disable-userns', '--die-with-parent', '--new-session'],
    ...['--uid', USER_INSIDE, '--gid', USER_INSIDE, '--hostname', 'sandbox'],
    ...['--json-status-fd', `${DESCRIPTORS.status}`],
  ];
}

/** The outermost bubblewrap says which process it made, and holds that back until it is told to go on. */
function held(): string[] {
  return ['--info-fd', `${DESCRIPTORS.info}`, '--block-fd', `${DESCRIPTORS.block}`];
}

function environment(layout: Layout, command: Command): string[] {
  const variables = {
    PATH: [...layout.path, '/usr/local/bin', '/usr/bin', '/bin', '/usr/sbin', '/sbin'].join(':'),
    HOME,
    USER: 'agent',
    LOGNAME: 'agent',
    SHELL: '/bin/sh',
    LANG: 'C.UTF-8',
    TMPDIR: '/tmp',
    ...layout.env,
    ...(command.network === 'egress' ? proxyVariables() : {}),
    ...command.env,
  };
  return ['--clearenv', ...Object.entries(variables).flatMap(([name, value]) => ['--setenv', name, value])];
}

/** Every client has a name of its own for the same thing. */
function proxyVariables(): Record<string, string> {
  const names = [
    ...['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy'],
    ...['npm_config_proxy', 'npm_config_https_proxy', 'YARN_HTTP_PROXY', 'YARN_HTTPS_PROXY'],
  ];
  const local = 'localhost,127.0.0.1,::1';
  const variables = Object.fromEntries(names.map((name) => [name, PROXY]));
  return { ...variables, NO_PROXY: local, no_proxy: local, NODE_USE_ENV_PROXY: '1', JAVA_TOOL_OPTIONS: javaProxy() };
}

/** Java reads no such variable, but each of its programs reads this one: Maven, Gradle and its wrapper, and what they start. */
function javaProxy(): string {
  const { hostname, port } = new URL(PROXY);
  const places = ['http', 'https'].flatMap((scheme) => [
    `-D${scheme}.proxyHost=${hostname}`,
    `-D${scheme}.proxyPort=${port}`,
  ]);
  // Newer Mavens look at these properties only when told to, under the name of the library they load with.
  const told = ['connector.http', 'transport.apache'].map((name) => `-Daether.${name}.useSystemProperties=true`);
  return [...places, ...told].join(' ');
}

/** /tmp and /dev/shm are memory, so they may take no more than a part of it. */
function ownFileSystems({ limits }: Command): string[] {
  const temporary = Math.min(limits.diskBytes, Math.ceil(limits.memoryBytes / 2));
  const shared = Math.ceil(limits.memoryBytes / 4);
  return [
    ...['--proc', '/proc', '--dev', '/dev'],
    ...['--size', `${shared}`, '--tmpfs', '/dev/shm', '--size', `${temporary}`, '--perms', '1777', '--tmpfs', '/tmp'],
  ];
}

function mount(entry: Mount): string[] {
  if ('link' in entry) return ['--symlink', entry.link, entry.to];
  return [entry.writable ? '--bind' : '--ro-bind', entry.from, entry.to];
}

/**
 * The unprivileged user may not be able to walk to what is mounted (/root is closed), so root sets it out first. In a
 * process namespace, because of two users: the death of a parent cannot kill another user's process, that of process 1 can.
 */
function stage(system: readonly Mount[], mounts: readonly Mount[]): string[] {
  const staging = mounts.flatMap((entry, index) => {
    return 'link' in entry || isOpen(entry) ? [] : mount({ ...entry, to: `${STAGE}/${index}` });
  });
  return [
    ...['/usr/bin/bwrap', '--unshare-pid', '--die-with-parent', ...held(), ...system.flatMap(mount)],
    // The inner bubblewrap may mount a /proc of its own only where it sees a whole one, which is the host's.
    ...'--ro-bind /etc /etc --dev-bind /proc /proc --dev-bind /dev /dev --dir /tmp'.split(' '),
    ...['--dir', STAGE, '--proc', STAGE_PROCESSES, ...staging, '--'],
  ];
}

function staged(entry: Mount, index: number): Mount {
  return 'link' in entry || isOpen(entry) ? entry : { ...entry, from: `${STAGE}/${index}` };
}

/** Everybody may walk to the system's own files; each mount saved is a third of a millisecond. */
function isOpen({ from, to }: { readonly from: string; readonly to: string }): boolean {
  return from.startsWith('/usr/') || (from.startsWith('/etc/') && from === to);
}

/** Before bubblewrap, not in it: the kernel counts no processes for a user namespace that root made. */
function dropTo(user: number): string[] {
  return [
    ...['/usr/bin/setpriv', '--reuid', `${user}`, '--regid', `${user}`, '--clear-groups', '--no-new-privs'],
    ...['--inh-caps=-all', '--bounding-set=-all', '--pdeathsig', 'KILL', '--'],
  ];
}

/** Set inside the sandbox, where only its own processes count. None on memory: node alone reserves more than it may use. */
function limits({ limits: { processes, diskBytes } }: Command): string[] {
  return ['/usr/bin/prlimit', `--nproc=${processes}`, `--fsize=${diskBytes}`, '--core=0', '--nofile=4096', '--'];
}

function program(command: Command): readonly string[] {
  const forwarder = command.network === 'egress' ? [NODE, `${INSIDE}/forwarder.mjs`, EGRESS_SOCKET] : [];
  const folder = command.cwd === undefined ? [] : ['/usr/bin/env', '-C', folderOf(WORKSPACE, command.cwd)];
  return [...forwarder, ...folder, ...command.argv];
}

/** The pipe separates arguments by NUL: one inside a value would smuggle in an option of its own. */
function refuseNul(values: readonly string[]): void {
  if (values.every((value) => !value.includes('\0'))) return;
  throw new TaskError('command_invalid', 'A command may not carry a NUL character in its environment.', {
    whose: 'yours',
    remedy: 'Take the NUL character out.',
  });
}
