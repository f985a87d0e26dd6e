import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Contest, Row } from './harness/results.ts';
import { type Figure, figure } from './measure.ts';

const CONTEST = fileURLToPath(new URL('harness/contest.ts', import.meta.url));
const OPTIONS = ['--script', 'short,long', '--runs', '7', '--memory-runs', '1'];

/**
 * What our worker adds to a scripted model beside other agents' command lines, all in one run: the bench lies in the folder
 * that `BELLHOP_HARNESS` names. Of a worker, the steps around the agent's are told apart. Each aim is the best of the others.
 */
export async function harness(): Promise<readonly Figure[]> {
  const folder = process.env.BELLHOP_HARNESS;
  if (folder === undefined) throw new Error('Set BELLHOP_HARNESS to the folder of the harness bench.');
  const { summary, ours } = await play(folder);
  return ours.flatMap(({ contestant, script, firstRequestMs, beforeMs, afterMs }) => {
    const row = summary.find((one) => one.contestant === contestant && one.script === script);
    if (!row) return [];
    const named = (name: string) => `harness.${contestant}.${script}.${name}`;
    const against = (name: string, of: (row: Row) => number | undefined, unit: Figure['unit'], mine = of(row)) =>
      mine === undefined ? [] : [figure(named(name), mine, unit, bestOf(summary, script, of))];
    return [
      figure(named('done'), row.passed / row.played, 'ratio', { atLeast: 1 }),
      ...against('first_request', ({ firstMainMs }) => firstMainMs, 'ms', firstRequestMs),
      figure(named('steps_before'), beforeMs, 'ms'),
      figure(named('steps_after'), afterMs, 'ms'),
      ...against('turn', ({ turnMs }) => turnMs, 'ms'),
      ...against(
        'turn_wall',
        perTurn(summary, ({ turnSumMs }) => turnSumMs),
        'ms',
      ),
      ...against(
        'turn_cpu',
        perTurn(summary, ({ cpuS }) => cpuS * 1_000),
        'ms',
      ),
      ...against('memory', ({ peakRssMiB }) => peakRssMiB, 'MiB'),
      ...against('first_request_size', ({ firstRequestBytes }) => firstRequestBytes / 1024, 'KiB'),
      figure(named('stable_prefix'), row.stablePrefix, 'ratio', { atLeast: 1 }),
    ];
  });
}

/** What one more turn takes, by the difference between the scripts: what is done once falls out of it. */
const perTurn =
  (summary: readonly Row[], of: (row: Row) => number) =>
  (row: Row): number | undefined => {
    const short = summary.find(({ contestant, script }) => contestant === row.contestant && script === 'short');
    if (!short || row.script === 'short') return undefined;
    return (of(row) - of(short)) / (row.mainRequests - short.mainRequests);
  };

/** Where there may be a network of its own, nobody in it reaches anything but this machine. */
async function play(folder: string): Promise<Contest> {
  const contest = [process.execPath, CONTEST, folder, ...OPTIONS];
  const alone = ['unshare', '-n', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh', ...contest];
  const isRoot = process.getuid?.() === 0;
  const [program = '', ...args] = isRoot ? alone : [...contest, '--no-isolate'];
  const env = { ...process.env, ...(isRoot && { HARNESS_BENCH_ISOLATED: '1' }) };
  const { stdout } = await promisify(execFile)(program, args, { env, maxBuffer: 64 * 1024 * 1024 });
  return JSON.parse(stdout) as Contest;
}

/** The floors are no agents: they only say what nobody can do without. */
function bestOf(summary: readonly Row[], script: string, of: (row: Row) => number | undefined) {
  const others = summary.filter((row) => row.script === script && !/^(bellhop|floor)/.test(row.contestant));
  const values = others.map(of).filter((value) => value !== undefined);
  const floor = summary.find((row) => row.script === script && row.contestant === 'floor-clone');
  const baseline = floor && of(floor);
  return {
    ...(values.length > 0 && { aim: Math.min(...values) }),
    ...(baseline !== undefined && { baseline }),
  };
}
