import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Mount } from './arguments.ts';
import { type Environment, isInSystem } from './system.ts';

const FOLDER = '/opt/certificates';
const VARIABLES = [
  ...['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'PIP_CERT', 'REQUESTS_CA_BUNDLE'],
  ...['CURL_CA_BUNDLE', 'GIT_SSL_CAINFO', 'npm_config_cafile'],
];

/** The certificates the worker trusts, where its environment names some of its own: what it can reach, installs can too. */
export async function findCertificates(env: Environment): Promise<{ mounts: Mount[]; env: Record<string, string> }> {
  const named = VARIABLES.flatMap((name) => (env[name] ? [{ name, path: env[name] }] : []));
  const present = await Promise.all(named.map(async (each) => ((await exists(each.path)) ? [each] : [])));
  const certificates = present.flat().map(({ name, path }) => {
    return { name, path, to: isInSystem(path) ? path : join(FOLDER, name) };
  });
  return {
    mounts: certificates.flatMap(({ path, to }) => (path === to ? [] : [{ from: path, to }])),
    env: Object.fromEntries(certificates.map(({ name, to }) => [name, to])),
  };
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
