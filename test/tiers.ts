import { spawnSync } from 'node:child_process';
import { probeSandbox } from '#worker/sandbox/probe.ts';
import { findChromium } from './browser/chromium.ts';
import { findEmulators } from './google/emulator-files.ts';

type Availability = { readonly runs: true } | { readonly runs: false; readonly why: string };
interface Tier {
  readonly what: string;
  readonly look: () => Availability | Promise<Availability>;
}

/** What a machine may lack, and what is not tested where it does. */
export const TIERS: Readonly<Record<string, Tier>> = {
  core: { what: 'everything that needs only npm packages and git', look: () => command('git', 'git is not installed') },
  sandbox: {
    what: 'isolation, attacks on it, and work in it',
    look: async () => {
      const probe = await probeSandbox();
      return probe.works ? { runs: true } : { runs: false, why: probe.why };
    },
  },
  python: { what: 'checks and samples in Python', look: () => command('python3', 'python3 is not installed') },
  make: { what: 'checks by Make', look: () => command('make', 'make is not installed') },
  redis: {
    what: 'rate budgets shared through Redis',
    look: () => command('redis-server', 'redis-server is not installed'),
  },
  google: {
    what: "Google's services, on their emulators and on servers of ours",
    look: () => {
      const found = findEmulators();
      return 'why' in found ? { runs: false, why: found.why } : { runs: true };
    },
  },
  browser: {
    what: 'the page in a headless browser',
    look: () => (findChromium() === undefined ? { runs: false, why: 'Chromium is not installed' } : { runs: true }),
  },
};

/** Whether a tier can run on this machine. */
export async function availability(tier: string): Promise<Availability> {
  return (await TIERS[tier]?.look()) ?? { runs: false, why: 'there is no such tier' };
}

function command(name: string, why: string): Availability {
  return spawnSync(name, ['--version']).status === 0 ? { runs: true } : { runs: false, why };
}
