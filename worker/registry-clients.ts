import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import * as z from 'zod';
import type { RegistryName } from '#shared/task/policy.ts';
import { NO_REGISTRIES, type Registries, registriesAt } from './registries-at.ts';

/** Asks a client of this machine where it installs from. One that is not there or fails names nothing. */
export type Ask = (environment: NodeJS.ProcessEnv) => Promise<Registries>;

/** The client of each registry that a policy can name. */
export function clientOf(name: string): Ask | undefined {
  return new Map<string, Ask>(Object.entries(CLIENTS)).get(name);
}

const CLIENTS: Readonly<Record<RegistryName, Ask>> = {
  npm: askNpm,
  pypi: askPip,
  go: askGo,
  crates: askCargo,
  maven: askMaven,
  rubygems: askGem,
  packagist: askComposer,
  nuget: askDotnet,
};

async function askNpm(environment: NodeJS.ProcessEnv): Promise<Registries> {
  const address = await output(['npm', 'config', 'get', 'registry'], environment);
  // Newer Yarns have a variable of their own for it.
  return registriesAt(addressesIn(address), ['npm_config_registry', 'YARN_NPM_REGISTRY_SERVER']);
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
  if (answer === undefined) return NO_REGISTRIES;
  const pip = PipAnswer.parse(JSON.parse(answer));
  const places = [
    registriesAt(pip['index-url'], ['PIP_INDEX_URL']),
    registriesAt(pip['extra-index-url'], ['PIP_EXTRA_INDEX_URL']),
    registriesAt(pip['find-links'], ['PIP_FIND_LINKS']),
  ];
  return {
    hosts: [...places.flatMap(({ hosts }) => hosts), ...pip.hosts],
    folders: places.flatMap(({ folders }) => folders),
    env: Object.assign({}, ...places.map(({ env }) => env)),
  };
}

/** Its proxies, and who vouches for what they give. `direct` and `off` are no places. */
async function askGo(environment: NodeJS.ProcessEnv): Promise<Registries> {
  const said = await output(['go', 'env', 'GOPROXY', 'GOSUMDB'], environment);
  if (said === undefined) return NO_REGISTRIES;
  const [proxies = '', sums = ''] = said.replaceAll(CREDENTIALS, '//').split('\n');
  const sumHost = /^[\w-]+(?:\.[\w-]+)+/.exec(sums)?.[0];
  const places = registriesAt(addressesIn(`${proxies.replace(/[,|]/g, '\n')}\n${sums.replace(/^\S+ /, '')}`), []);
  return {
    ...places,
    hosts: [...places.hosts, ...(sumHost === undefined ? [] : [sumHost])],
    env: { GOPROXY: proxies, GOSUMDB: sums },
  };
}

const CREDENTIALS = /(?<=:)\/\/[^/@,|\s]*@/g;

/** Cargo says where it would go only when it cannot: so it is sent through a proxy that nobody runs. */
async function askCargo(environment: NodeJS.ProcessEnv): Promise<Registries> {
  const folder = await mkdtemp(join(tmpdir(), 'bellhop-ask-cargo-'));
  try {
    await writeFile(join(folder, 'Cargo.toml'), ASK_CARGO);
    const nowhere = { ...environment, CARGO_HTTP_PROXY: 'http://127.0.0.1:1', CARGO_NET_RETRY: '0' };
    const said = await everything(['cargo', 'fetch', '--manifest-path', join(folder, 'Cargo.toml')], nowhere);
    const { hosts } = registriesAt(addressesIn(/`(https?:\/\/[^`]+)`/.exec(said)?.[1]), []);
    // The index of the registry that Cargo knows by itself names a host beside it for the crates.
    return { ...NO_REGISTRIES, hosts: hosts.flatMap((host) => [host, ...besideIndex(host)]) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const ASK_CARGO = `[package]
name = "ask"
version = "0.0.0"
edition = "2021"
[lib]
path = "Cargo.toml"
[dependencies]
nothing = "0"
`;

function besideIndex(host: string): readonly string[] {
  return host.startsWith('index.') ? [host.replace('index.', 'static.')] : [];
}

/** Without the network, Maven names each place where it would have looked, mirrors and all. */
async function askMaven(environment: NodeJS.ProcessEnv): Promise<Registries> {
  const said = await everything(['mvn', '-o', '-B', 'org.example:nothing:1:ask'], environment);
  const named = [...said.matchAll(/\((https?:\/\/[^)\s]+)\)/g)].map(([, address]) => address);
  const places = named.filter((address) => said.includes(`(${address}) in offline mode`));
  return { ...NO_REGISTRIES, hosts: registriesAt(addressesIn(places.join('\n')), []).hosts };
}

/** Bundler asks for the list of versions at a host of its own beside that of the gems. */
async function askGem(environment: NodeJS.ProcessEnv): Promise<Registries> {
  const { hosts } = registriesAt(addressesIn(await output(['gem', 'sources', '--list'], environment)), []);
  return { ...NO_REGISTRIES, hosts: hosts.flatMap((host) => [host, `index.${host}`]) };
}

/** Packagist lists packages; their files come from where their sources are. */
async function askComposer(environment: NodeJS.ProcessEnv): Promise<Registries> {
  const said = (await output(['composer', 'config', '--global', '--list'], environment)) ?? '';
  const listed = [...said.matchAll(/^\[repositories\.\S+\.url\] (\S+)$/gm)].map(([, address]) => address);
  const sources = /^\[github-domains\] \[(.*)\]$/m.exec(said)?.[1]?.split(', ') ?? [];
  return {
    ...NO_REGISTRIES,
    hosts: [
      ...registriesAt(addressesIn(listed.join('\n')), []).hosts,
      ...sources.flatMap((host) => [`api.${host}`, `codeload.${host}`]),
    ],
  };
}

/** Enabled sources are marked with an E. */
async function askDotnet(environment: NodeJS.ProcessEnv): Promise<Registries> {
  const said = (await output(['dotnet', 'nuget', 'list', 'source', '--format', 'short'], environment)) ?? '';
  const enabled = [...said.matchAll(/^EM? (\S+)$/gm)].map(([, address]) => address);
  return { ...NO_REGISTRIES, hosts: registriesAt(addressesIn(enabled.join('\n')), []).hosts };
}

/** The lines that are addresses. */
function addressesIn(text: string | undefined): readonly string[] {
  const lines = (text ?? '').split('\n').map((line) => line.trim());
  return lines.filter((line) => URL.canParse(line));
}

/** Those that run on Java take their time on a busy machine. */
const ASK_MS = 60_000;

/** What a client prints; undefined when it is not installed or fails. */
async function output(command: readonly string[], environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  const { stdout, failed } = await ask(command, environment);
  return failed ? undefined : stdout.trim();
}

/** What a client says that is meant to fail. */
async function everything(command: readonly string[], environment: NodeJS.ProcessEnv): Promise<string> {
  const { stdout, stderr } = await ask(command, environment);
  return `${stdout}\n${stderr}`;
}

async function ask([program = '', ...args]: readonly string[], env: NodeJS.ProcessEnv) {
  const how = { cwd: '/', env, extendEnv: false, stdin: 'ignore', reject: false, timeout: ASK_MS } as const;
  const { stdout = '', stderr = '', failed } = await execa(program, args, how);
  return { stdout, stderr, failed };
}
