import { execa } from 'execa';

/** Where a machine's own clients install from. */
export interface Registries {
  readonly hosts: readonly string[];
  /** What makes the same clients go to the same place inside a sandbox. */
  readonly env: Readonly<Record<string, string>>;
}

/** The hosts behind a policy's list: names as they are, and for `npm` and `pypi` what the clients here say they use. */
export async function resolveRegistries(
  egress: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<Registries> {
  const found = await Promise.all(egress.map((entry) => (CLIENTS[entry] ?? asItIs(entry))(environment)));
  return {
    hosts: [...new Set(found.flatMap(({ hosts }) => hosts))],
    env: Object.assign({}, ...found.map(({ env }) => env)),
  };
}

type Resolve = (environment: NodeJS.ProcessEnv) => Promise<Registries>;

const CLIENTS: Readonly<Record<string, Resolve>> = { npm: askNpm, pypi: askPip };

const asItIs =
  (host: string): Resolve =>
  async () => ({ hosts: [host], env: {} });

async function askNpm(environment: NodeJS.ProcessEnv): Promise<Registries> {
  const [address] = await ask(['npm', 'config', 'get', 'registry'], environment);
  return address === undefined ? NONE : { hosts: [hostOf(address)], env: { npm_config_registry: address } };
}

/** The index that is configured, if one is, and the two hosts that pip itself knows: of the index and of its files. */
async function askPip(environment: NodeJS.ProcessEnv): Promise<Registries> {
  const [index] = await ask(['python3', '-m', 'pip', 'config', 'get', 'global.index-url'], environment);
  const own = await ask(['python3', '-c', PIP_HOSTS], environment);
  return index === undefined
    ? { hosts: own, env: {} }
    : { hosts: [hostOf(index), ...own], env: { PIP_INDEX_URL: index } };
}

const PIP_HOSTS = 'from pip._internal.models.index import PyPI as p; print(p.netloc); print(p.file_storage_domain)';

const NONE: Registries = { hosts: [], env: {} };

/** Lines a client prints; none when it is not installed or has nothing to say. */
async function ask(
  [program = '', ...args]: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<readonly string[]> {
  const { stdout, failed } = await execa(program, args, {
    ...{ cwd: '/', env: environment, extendEnv: false, stdin: 'ignore', reject: false, timeout: 20_000 },
  });
  return failed ? [] : stdout.split('\n').filter((line) => line.trim() !== '');
}

const hostOf = (address: string): string => new URL(address).hostname;
