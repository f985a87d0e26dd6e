import { NO_REGISTRIES, type Registries } from './registries-at.ts';
import { type Ask, clientOf } from './registry-clients.ts';

/** What is behind a policy's list: hosts as they are, and for a registry's name what the clients here say they use. */
export async function resolveRegistries(
  egress: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<Registries> {
  const found = await Promise.all(egress.map((entry) => (clientOf(entry) ?? host(entry))(environment)));
  return {
    hosts: [...new Set(found.flatMap(({ hosts }) => hosts))],
    folders: [...new Set(found.flatMap(({ folders }) => folders))],
    env: Object.assign({}, ...found.map(({ env }) => env)),
  };
}

const host =
  (name: string): Ask =>
  async () => ({ ...NO_REGISTRIES, hosts: [name] });
