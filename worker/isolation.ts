import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TaskError } from '#shared/task/failure.ts';
import type { Assignment } from '#shared/worker-api.ts';
import type { Registries } from './registries-at.ts';
import type { OpenSandbox } from './rooms.ts';
import { bubblewrapSandbox } from './sandbox/bubblewrap.ts';
import { type Egress, openEgress } from './sandbox/egress-proxy.ts';
import type { Probe } from './sandbox/probe.ts';
import { rememberedToolchains } from './sandbox/remembered-toolchains.ts';
import type { Sandbox } from './sandbox/sandbox.ts';
import { findToolchains, type Toolchains } from './sandbox/toolchains.ts';
import { unsandboxed } from './sandbox/unsandboxed.ts';

interface Needs {
  readonly assignment: Pick<Assignment, 'task' | 'attempt' | 'egress' | 'mayRunUnsandboxed'>;
  readonly gitDirectory: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Where what was found out on this machine is kept, if anywhere. */
  readonly cacheFolder?: string;
}

interface Isolation {
  readonly kind: Sandbox['kind'];
  readonly openSandbox: OpenSandbox;
}

/** What this machine can keep commands in. Where that is nothing, only an assignment that allows it goes on. */
export function isolationOf(probe: Probe, needs: Needs): Isolation {
  if (probe.works) return { kind: 'bubblewrap', openSandbox: bubblewraps(needs) };
  if (!needs.assignment.mayRunUnsandboxed) throw noSandbox(probe.why);
  const path = needs.environment.PATH ?? '';
  return { kind: 'none', openSandbox: async (room) => unsandboxed({ ...room, path }) };
}

function bubblewraps({ assignment, gitDirectory, environment, cacheFolder }: Needs): OpenSandbox {
  const user = userFor(assignment);
  const toolchains = cacheFolder
    ? rememberedToolchains(environment, cacheFolder, Date.now())
    : findToolchains(environment);
  return async (room, network) => {
    const found = await toolchains;
    const sandbox = { ...room, gitDir: gitDirectory, user };
    if (network === 'none') return bubblewrapSandbox({ ...sandbox, toolchains: found });
    const { resolveRegistries } = await import('./registries.ts');
    const registries = await resolveRegistries(assignment.egress, environment);
    const egress = await listen(registries.hosts);
    return bubblewrapSandbox({ ...sandbox, egress, toolchains: reaching(registries, found) });
  };
}

/** Only what installs sees a registry that is a folder of this machine. */
function reaching({ folders, env }: Registries, toolchains: Toolchains): Toolchains {
  const mounts = folders.map((folder) => ({ from: folder, to: folder }));
  return { ...toolchains, mounts: [...toolchains.mounts, ...mounts], env: { ...toolchains.env, ...env } };
}

/** In a folder of its own, because the path of a socket has to be short. */
async function listen(allow: readonly string[]): Promise<Egress> {
  const folder = await mkdtemp(join(tmpdir(), 'bellhop-egress-'));
  const egress = await openEgress({ allow, socketPath: join(folder, 'socket') });
  return {
    ...egress,
    async close() {
      await egress.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const FIRST_USER = 61_184;
const USERS = 4_000;

/** Nobody else's number, and most likely not that of an attempt beside this one: they must not see or signal each other. */
export function userFor({ task, attempt }: Pick<Assignment, 'task' | 'attempt'>): number {
  const hash = createHash('sha256').update(`${task}/${attempt}`).digest().readUInt32BE();
  return FIRST_USER + (hash % USERS);
}

function noSandbox(why: string): TaskError {
  return new TaskError('no_sandbox', `There is no sandbox on this machine: ${why}`, {
    whose: 'service',
    remedy: 'Whoever runs this bot has to make bubblewrap work here. Code of a repository does not run without it.',
  });
}
