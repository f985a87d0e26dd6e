import { access, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TaskError } from '#shared/task/failure.ts';
import { bubblewrapSandbox } from './bubblewrap.ts';
import type { Command } from './sandbox.ts';

/** Programs the sandbox is made of, and the Debian package of each. */
const PROGRAMS = { '/usr/bin/bwrap': 'bubblewrap', '/usr/bin/prlimit': 'util-linux', '/usr/bin/setpriv': 'util-linux' };
const KERNEL_SETTINGS = [
  { name: 'user.max_user_namespaces', off: '0', remedy: 'sysctl -w user.max_user_namespaces=10000' },
  { name: 'kernel.unprivileged_userns_clone', off: '0', remedy: 'sysctl -w kernel.unprivileged_userns_clone=1' },
  {
    name: 'kernel.apparmor_restrict_unprivileged_userns',
    off: '1',
    remedy: 'sysctl -w kernel.apparmor_restrict_unprivileged_userns=0',
  },
];
const NOBODY = 65534;
const MEBIBYTE = 1024 ** 2;

export type Probe = { readonly works: true } | { readonly works: false; readonly why: string };

/** Runs the smallest command the way every command is run, and says what to do when that does not work. */
export async function probeSandbox(): Promise<Probe> {
  if (process.platform !== 'linux') return no('the sandbox needs Linux.');
  for (const [program, debianPackage] of Object.entries(PROGRAMS)) {
    if (!(await exists(program))) return no(`${program} is missing; install it: apt-get install ${debianPackage}`);
  }
  const folder = await mkdtemp(join(tmpdir(), 'bellhop-probe-'));
  try {
    return await tryIn(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function tryIn(folder: string): Promise<Probe> {
  const [workspace, home] = [join(folder, 'workspace'), join(folder, 'home')];
  await Promise.all([mkdir(workspace), mkdir(home)]);
  const toolchains = { mounts: [], path: [], env: {} };
  const sandbox = bubblewrapSandbox({ workspace, home, user: NOBODY, toolchains });
  try {
    const { exitCode, output } = await sandbox.run(smallest(join(folder, 'log')));
    return exitCode === 0 ? { works: true } : no(advice(output, await settingsInTheWay()));
  } catch (error) {
    if (!(error instanceof TaskError)) throw error;
    return no(advice(error.message, await settingsInTheWay()));
  } finally {
    await sandbox.close();
  }
}

function smallest(logFile: string): Command {
  const limits = {
    wallMs: 10_000,
    memoryBytes: 64 * MEBIBYTE,
    processes: 16,
    diskBytes: 16 * MEBIBYTE,
    outputBytes: MEBIBYTE,
  };
  return { argv: ['true'], network: 'none', limits, logFile, signal: new AbortController().signal };
}

/** What a person can do about a complaint of bubblewrap's. */
export function advice(complaint: string, settingRemedies: readonly string[]): string {
  const said = `It said: ${complaint.trim()}`;
  if (/unknown option/i.test(complaint)) return `bubblewrap is too old; 0.8 or newer is needed. ${said}`;
  if (/mount proc/i.test(complaint)) {
    return `this container hides parts of /proc; start it with --security-opt systempaths=unconfined. ${said}`;
  }
  if (!/namespace|uid map|userns/i.test(complaint)) return said;
  if (settingRemedies.length > 0)
    return `the kernel forbids user namespaces; allow them: ${settingRemedies.join('; ')}. ${said}`;
  return `this machine or container does not allow namespaces; in Docker: --security-opt seccomp=unconfined. ${said}`;
}

async function settingsInTheWay(): Promise<string[]> {
  const found = await Promise.all(
    KERNEL_SETTINGS.map(async ({ name, off, remedy }) => {
      // Most kernels have only some of these, and one that is not there is not in the way.
      const value = await readFile(`/proc/sys/${name.replaceAll('.', '/')}`, 'utf8').catch(() => '');
      return value.trim() === off ? [remedy] : [];
    }),
  );
  return found.flat();
}

function no(why: string): Probe {
  return { works: false, why };
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
