import { readFile } from 'node:fs/promises';

/** What every set-up and check finds in its environment, beside the sandbox's own variables. */
export const CHECK_ENVIRONMENT: Readonly<Record<string, string>> = {
  CI: 'true',
  // What runs must leave the workspace as it was.
  PYTHONDONTWRITEBYTECODE: '1',
  NPM_CONFIG_UPDATE_NOTIFIER: 'false',
  YARN_ENABLE_TELEMETRY: '0',
};

/**
 * The arguments that run shell text where the set-up's programs are on the PATH. `report` also asks test runners for
 * machine-readable reports; it needs `layInstruments` before it.
 */
export async function shellCommand(command: string, mode: 'plain' | 'report' = 'plain'): Promise<readonly string[]> {
  return ['sh', '-c', await instrument('environment.sh'), 'check', command, mode];
}

/** The arguments that clear away old reports and put our instruments into the home, over whatever stood there. */
export async function layInstruments(oldReport = ''): Promise<readonly string[]> {
  const texts = await Promise.all(['shim.sh', 'preload.cjs', 'mocha.cjs'].map(instrument));
  return ['sh', '-c', LAY, 'check', oldReport, ...texts];
}

/** Under their own names, because a name that was linked elsewhere must not lead a write there. */
const LAY = `set -e
if [ -n "$1" ]; then rm -rf -- "./$1"; fi
rm -rf "$HOME/instruments" "$HOME/reports"
mkdir -p "$HOME/instruments/bin" "$HOME/reports"
printf %s "$2" > "$HOME/instruments/shim.sh"
printf %s "$3" > "$HOME/instruments/preload.cjs"
printf %s "$4" > "$HOME/instruments/mocha.cjs"
chmod +x "$HOME/instruments/shim.sh"`;

function instrument(name: string): Promise<string> {
  return readFile(new URL(`instruments/${name}`, import.meta.url), 'utf8');
}
