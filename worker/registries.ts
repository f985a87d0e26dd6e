import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { runProgram } from './program.ts';

/** Where a machine's own clients install from. */
export interface Registries {
  readonly hosts: readonly string[];
  /** Folders of this machine that stand in for a registry. */
  readonly folders: readonly string[];
  /** What makes the same clients go to the same place inside a sandbox. */
  readonly env: Readonly<Record<string, string>>;
}

/** What is behind a policy's list: hosts as they are, and for `npm` and `pypi` what the clients here say they use. */
export async function resolveRegistries(
  egress: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<Registries> {
  const found = await Promise.all(egress.map((entry) => (CLIENTS[entry] ?? host(entry))(environment)));
  return {
    hosts: [...new Set(found.flatMap(({ hosts }) => hosts))],
    folders: [...new Set(found.flatMap(({ folders }) => folders))],
    env: Object.assign({}, ...found.map(({ env }) => env)),
  };
}

type Ask = (environment: NodeJS.ProcessEnv) => Promise<Registries>;

const CLIENTS: Readonly<Record<string, Ask>> = { npm: askNpm, pypi: askPip };
const NONE: Registries = { hosts: [], folders: [], env: {} };

const host =
  (name: string): Ask =>
  async () => ({ ...NONE, hosts: [name] });

async function askNpm(environment: NodeJS.ProcessEnv): Promise<Registries> {
  const address = await output(['npm', 'config', 'get', 'registry'], environment);
  return address === undefined ? NONE : registriesAt([address], 'npm_config_registry');
}

const PipAnswer = z.object({
  hosts: z.array(z.string()),
  'index-url': z.array(z.string()),
  'extra-index-url': z.array(z.string()),
  'find-links': z.array(z.string()),
});

/** Its configured places, and the two hosts that pip itself knows: of the index and of its files. */
async function askPip(environment: NodeJS.ProcessEnv): Promise<Registries> {
  const answer = await output(['python3', fileURLToPath(import.meta.resolve('./ask-pip.py'))], environment);
  if (answer === undefined) return NONE;
  const pip = PipAnswer.parse(JSON.parse(answer));
  const places = [
    registriesAt(pip['index-url'], 'PIP_INDEX_URL'),
    registriesAt(pip['extra-index-url'], 'PIP_EXTRA_INDEX_URL'),
    registriesAt(pip['find-links'], 'PIP_FIND_LINKS'),
  ];
  return {
    hosts: [...places.flatMap(({ hosts }) => hosts), ...pip.hosts],
    folders: places.flatMap(({ folders }) => folders),
    env: Object.assign({}, ...places.map(({ env }) => env)),
  };
}

/** What a client prints; undefined when it is not installed or fails. */
async function output([program = '', ...args]: readonly string[], env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const { stdout, error } = await runProgram(program, args, { env, timeoutMs: 20_000 });
  return error ? undefined : stdout.trim();
}

function registriesAt(addresses: readonly string[], variable: string): Registries {
  const urls = addresses.map((address) => new URL(address.startsWith('/') ? `file://${address}` : address));
  // What installs belongs to the repository, so it gets no credentials that may be in an address.
  for (const url of urls) [url.username, url.password] = ['', ''];
  return {
    hosts: urls.filter(({ protocol }) => protocol !== 'file:').map(({ hostname }) => hostname),
    folders: urls.filter(({ protocol }) => protocol === 'file:').map(folderOf),
    env: urls.length > 0 ? { [variable]: urls.map(({ href }) => href).join(' ') } : {},
  };
}

/** An index called `simple` is the standard part of a registry whose files lie beside it. */
function folderOf(url: URL): string {
  const path = fileURLToPath(url).replace(/\/$/, '');
  return path.endsWith('/simple') ? dirname(path) : path;
}
