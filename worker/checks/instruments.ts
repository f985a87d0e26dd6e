import { readFile } from 'node:fs/promises';
import { searchFor } from './find-reports.ts';

/** What every set-up and check finds in its environment, beside the sandbox's own variables. */
export const CHECK_ENVIRONMENT: Readonly<Record<string, string>> = {
  CI: 'true',
  // What runs must leave the workspace as it was.
  PYTHONDONTWRITEBYTECODE: '1',
  NPM_CONFIG_UPDATE_NOTIFIER: 'false',
  YARN_ENABLE_TELEMETRY: '0',
  DOTNET_CLI_TELEMETRY_OPTOUT: '1',
  DOTNET_NOLOGO: '1',
  COMPOSER_NO_INTERACTION: '1',
  // Its own limit for scripts is five minutes; ours is the one that counts.
  COMPOSER_PROCESS_TIMEOUT: '0',
};

/**
 * The arguments that run shell text where the set-up's programs are on the PATH. `report` also asks test runners for
 * machine-readable reports; it needs `layInstruments` before it.
 */
export async function shellCommand(command: string, mode: 'plain' | 'report' = 'plain'): Promise<readonly string[]> {
  return ['sh', '-c', await instrument('environment.sh'), 'check', command, mode];
}

/** Shell text that runs as GitHub runs a step: in bash, up to the first line that fails. */
export function inBash(command: string): string {
  return `exec bash --noprofile --norc -eo pipefail -c '${command.replaceAll("'", `'\\''`)}'`;
}

const INSTRUMENTS = ['shim.sh', 'preload.cjs', 'mocha.cjs', 'rspec.rb', 'go-test.cjs', 'resolve.gradle'];

/** The arguments that clear away old reports and put our instruments into the home, over whatever stood there. */
export async function layInstruments(oldReports?: string): Promise<readonly string[]> {
  const files = await Promise.all(INSTRUMENTS.map(async (name) => [name, await instrument(name)]));
  return ['sh', '-c', LAY, 'lay', `${INSTRUMENTS.length}`, ...files.flat(), ...oldReportsOf(oldReports)];
}

function oldReportsOf(glob: string | undefined): readonly string[] {
  return glob === undefined ? [] : [...searchFor(glob), '!', '-type', 'd', '-exec', 'rm', '-f', '--', '{}', '+'];
}

/** Under their own names, because a name that was linked elsewhere must not lead a write there. */
const LAY = `set -e
rm -rf "$HOME/instruments" "$HOME/reports"
mkdir -p "$HOME/instruments/bin" "$HOME/reports"
left=$1; shift
while [ "$left" -gt 0 ]; do
  printf %s "$2" > "$HOME/instruments/$1"
  shift 2; left=$((left - 1))
done
chmod +x "$HOME/instruments/shim.sh"
if [ -e "\${1:-}" ]; then find "$@"; fi`;

function instrument(name: string): Promise<string> {
  return readFile(new URL(`instruments/${name}`, import.meta.url), 'utf8');
}
