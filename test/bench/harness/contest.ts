import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleWorker } from '#deploy/bundle.ts';
import { median } from '../measure.ts';
import { describeContestants, OURS } from './contestants.ts';
import { type Front, openFront } from './front.ts';
import type { Contest, Run } from './results.ts';

/** `contest.ts HARNESS [options of its run.mjs]`: plays the bench with our worker among its contestants, and prints a `Contest`. */
const [, , harness = '', ...options] = process.argv;
const folder = await mkdtemp(join(tmpdir(), 'bellhop-contest-'));
const { PROMPT } = (await import(pathToFileURL(join(harness, 'script.mjs')).href)) as { PROMPT: string };
const front = await openFront(PROMPT);
const files = await describeContestants(folder, { worker: await bundleWorker(), botUrl: front.url, harness });
const out = join(folder, 'result.json');
const args = [join(harness, 'run.mjs'), ...files.flatMap((file) => ['--contestant', file]), '--out', out, ...options];
const [code] = await once(spawn(process.execPath, args, { stdio: ['ignore', 2, 2] }), 'exit');
if (code !== 0) throw new Error(`The bench ended with ${code}; what it said stands above.`);
const { summary, runs } = JSON.parse(await readFile(out, 'utf8'));
const contest: Contest = { summary, ours: OURS.flatMap((id) => apart(front, id, runs)) };
console.log(JSON.stringify(contest));
await front.close();
await rm(folder, { recursive: true });

/** Of each script, what a contestant of ours took without the steps around the agent's, and what they took. */
function apart(from: Front, contestant: string, all: readonly Run[]): Contest['ours'] {
  const steps = from.stepsOf(contestant);
  const mine = all
    .filter((run) => run.contestant === contestant)
    .flatMap((run, index) => (steps[index] ? [{ ...run, ...steps[index] }] : []))
    .filter(({ phase }) => phase === 'timed');
  return [...new Set(mine.map(({ script }) => script))].map((script) => {
    const these = mine.filter((run) => run.script === script);
    return {
      contestant,
      script,
      firstRequestMs: median(these.map(({ firstMainMs, beforeMs }) => firstMainMs - beforeMs)),
      beforeMs: median(these.map(({ beforeMs }) => beforeMs)),
      afterMs: median(these.map(({ afterMs }) => afterMs)),
    };
  });
}
