import { join } from 'node:path';
import { HOME, type Mount, NODE_BIN } from './arguments.ts';
import { findCertificates } from './certificates.ts';
import { findLanguages, languageSettings } from './languages.ts';
import { nodePackageManagers } from './package-managers.ts';
import type { Environment } from './system.ts';

/** Languages as commands in the sandbox see them. */
export interface Toolchains {
  readonly mounts: readonly Mount[];
  /** Folders for PATH, before the system's. */
  readonly path: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Nobody is there to answer a question or to read an advertisement. */
const QUIET = {
  CI: 'true',
  npm_config_audit: 'false',
  npm_config_fund: 'false',
  npm_config_update_notifier: 'false',
  COREPACK_ENABLE_DOWNLOAD_PROMPT: '0',
  GIT_TERMINAL_PROMPT: '0',
  // The git directory is read-only.
  GIT_OPTIONAL_LOCKS: '0',
  PIP_DISABLE_PIP_VERSION_CHECK: '1',
  // Debian's pip refuses to install outside a virtual environment; here it can only write to the sandbox's own home.
  PIP_BREAK_SYSTEM_PACKAGES: '1',
  PYTHONDONTWRITEBYTECODE: '1',
  PYTHONUNBUFFERED: '1',
};

/**
 * Finds what the worker itself would run as npm, yarn, pnpm, python3, cargo, go, java, ruby and so on, for use inside;
 * git, make and whatever else lives under /usr is there anyway. Of the worker's environment only the certificates are
 * passed on.
 */
export async function findToolchains(env: Environment): Promise<Toolchains> {
  const [packageManagers, languages, settings, certificates] = await Promise.all([
    nodePackageManagers(env.PATH ?? ''),
    findLanguages(env),
    languageSettings(env),
    findCertificates(env),
  ]);
  const places = [...new Set([...languages.map(({ prefix }) => prefix), ...settings])];
  return {
    mounts: [...packageManagers, ...places.map((place) => ({ from: place, to: place })), ...certificates.mounts],
    path: [NODE_BIN, join(HOME, '.local/bin'), ...languages.map(({ bin }) => bin), '/usr/local/go/bin'],
    env: Object.assign({ ...QUIET, ...certificates.env }, ...languages.map((language) => language.env)),
  };
}
