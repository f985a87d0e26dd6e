import { SAMPLES } from '#deploy/local/samples/samples.ts';
import type { LogEntry } from '#shared/ports.ts';
import type { Task } from '#shared/task/task.ts';
import { type Figure, figure, median, residentMiB } from './measure.ts';
import { askAndWait } from './tasks.ts';
import { withPlayground } from './with-playground.ts';

const RUNS = 5;

/** From `/agent` on a sample until its pull request is in the thread, and how much of that is our own doing. */
export async function request(): Promise<readonly Figure[]> {
  const [sample] = SAMPLES;
  if (!sample) throw new Error('there is a sample');
  return withPlayground({}, async (playground) => {
    const seconds: number[] = [];
    const overhead: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const { tookMs, task, log } = await askAndWait(playground, `${sample.repository} ${sample.suggestions[0].words}`);
      if (task.status !== 'succeeded') throw new Error(`the sample ended ${task.status}`);
      seconds.push(tookMs / 1000);
      overhead.push((tookMs - notOurs(task, log)) / 1000);
    }
    return [
      figure('request_to_pull_request', median(seconds), 's', { aim: 20 }),
      figure('own_overhead', median(overhead), 's', { aim: 3 }),
      figure('bot.memory', residentMiB(playground.bot.pid), 'MiB'),
    ];
  });
}

/** The checks on both commits, and what the agent had run: the scripted model takes no time, and the sample installs nothing. */
function notOurs({ work }: Task, log: readonly LogEntry[]): number {
  const runs = [...(work.evidence?.before ?? []), ...(work.evidence?.after ?? [])];
  const checks = runs.reduce((sum, { tookMs }) => sum + tookMs, 0);
  return checks + log.reduce((sum, { event }, index) => sum + commandMs(event, log[index - 1]?.event), 0);
}

/** A command of the agent began when the worker said what came before it. */
function commandMs({ fact, at }: LogEntry['event'], before: LogEntry['event'] | undefined): number {
  return fact.type === 'agent.acted' && fact.tool === 'bash' && before ? at - before.at : 0;
}
