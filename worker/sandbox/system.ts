import { lstat, readdir, readlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { INSIDE, type Mount } from './arguments.ts';

const HOST_ETC = [
  ...['/etc/ld.so.cache', '/etc/alternatives', '/etc/localtime', '/etc/ssl/certs', '/etc/ssl/openssl.cnf'],
  ...['/etc/pki/tls/certs', '/etc/pki/ca-trust/extracted'],
];

/** Whether something is mounted anyway, and at the same place. */
export function isInSystem(path: string): boolean {
  return /^\/(usr|bin|sbin|lib|etc\/ssl\/certs|etc\/pki\/tls\/certs|etc\/pki\/ca-trust\/extracted)(\/|$)/.test(path);
}

/** /usr and, where the system still has them apart from it, /bin, /lib and the like. */
export async function systemMounts(): Promise<Mount[]> {
  const parts = (await readdir('/')).filter((name) => /^(bin|sbin|lib|lib32|lib64|libx32)$/.test(name));
  const mounts = await Promise.all(parts.map((name) => asItIs(`/${name}`)));
  return [{ from: '/usr', to: '/usr' }, ...mounts];
}

/** What programs expect in /etc: names of users and hosts made up by us, certificates and alternatives from the host. */
export async function etcMounts(): Promise<Mount[]> {
  const inside = dirname(fileURLToPath(import.meta.resolve('./inside/forwarder.mjs')));
  const own = (await readdir(join(inside, 'etc'))).map((name) => ({
    link: `${INSIDE}/etc/${name}`,
    to: `/etc/${name}`,
  }));
  const java = (await readdir('/etc')).filter((name) => /^java(-|$)/.test(name)).map((name) => `/etc/${name}`);
  const host = await Promise.all([...HOST_ETC, ...java].map(presentMount));
  return [
    { from: inside, to: INSIDE },
    ...own,
    ...host.flat(),
    { link: '../usr/lib/os-release', to: '/etc/os-release' },
  ];
}

async function asItIs(path: string): Promise<Mount> {
  return (await lstat(path)).isSymbolicLink() ? { link: await readlink(path), to: path } : { from: path, to: path };
}

async function presentMount(path: string): Promise<Mount[]> {
  return lstat(path).then(
    async () => [await asItIs(path)],
    () => [],
  );
}

/** Environment variables of the worker. */
export type Environment = Readonly<Record<string, string | undefined>>;
