import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where a machine's own clients install from. */
export interface Registries {
  readonly hosts: readonly string[];
  /** Folders of this machine that stand in for a registry. */
  readonly folders: readonly string[];
  /** What makes the same clients go to the same place inside a sandbox. */
  readonly env: Readonly<Record<string, string>>;
}

export const NO_REGISTRIES: Registries = { hosts: [], folders: [], env: {} };

/** The registries at some addresses, and the variables that lead a client there. */
export function registriesAt(addresses: readonly string[], variables: readonly string[]): Registries {
  const urls = addresses.map((address) => new URL(address.startsWith('/') ? `file://${address}` : address));
  // What installs belongs to the repository, so it gets no credentials that may be in an address.
  for (const url of urls) [url.username, url.password] = ['', ''];
  const all = urls.map(({ href }) => href).join(' ');
  return {
    hosts: urls.filter(({ protocol }) => protocol !== 'file:').map(({ hostname }) => hostname),
    folders: urls.filter(({ protocol }) => protocol === 'file:').map(folderOf),
    env: urls.length > 0 ? Object.fromEntries(variables.map((variable) => [variable, all])) : {},
  };
}

/** An index called `simple` is the standard part of a registry whose files lie beside it. */
function folderOf(url: URL): string {
  const path = fileURLToPath(url).replace(/\/$/, '');
  return path.endsWith('/simple') ? dirname(path) : path;
}
