import { STEPS, type StepName } from '#shared/task/step.ts';
import type { Task } from '#shared/task/task.ts';
import { openStack, type StackName } from '../stacks/open.ts';
import { type Figure, figure, nameOn, percentile } from './measure.ts';
import { askAndWait, slowRepository } from './tasks.ts';
import { withPlayground } from './with-playground.ts';

/** Each on a playground of its own, with a whole budget of updates: what is measured is the way. */
const TASKS = 3;
/** Steps that begin apart from others. */
const MEASURED: readonly StepName[] = ['baseline', 'implement', 'verify'];

interface Call {
  readonly at: number;
  readonly method: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** From a worker's saying that a step began until Slack has been asked to show it; real workers, nothing else to do. */
export async function eventToSlack(stack: StackName): Promise<readonly Figure[]> {
  const slow = slowRepository();
  try {
    const tookMs: number[] = [];
    for (let count = 0; count < TASKS; count++) {
      await withPlayground({ ...slow, stack: await openStack(stack) }, async (playground) => {
        const { task, log } = await askAndWait(playground, `${slow.name} Mend it ${count}`);
        const begun = log.flatMap(({ event: { fact, at } }) =>
          fact.type === 'step.started' ? [{ step: fact.step, at }] : [],
        );
        const measured = begun.filter(({ step }) => MEASURED.includes(step));
        tookMs.push(...measured.map(({ step, at }) => shownAt(playground.slack.calls, task, step, at) - at));
      });
    }
    return [
      figure(nameOn(stack, 'event_to_slack.p50'), percentile(tookMs, 0.5), 'ms', { aim: 100 }),
      figure(nameOn(stack, 'event_to_slack.p95'), percentile(tookMs, 0.95), 'ms'),
    ];
  } finally {
    slow.remove();
  }
}

/** When Slack was first asked to show that this step runs. */
function shownAt(calls: readonly Call[], task: Task, step: StepName, since: number): number {
  const call = calls.find(
    ({ at, method, args }) =>
      at >= since && method === 'chat.update' && isOf(task, args) && statusOf(args, step) === 'in_progress',
  );
  if (!call) throw new Error(`${step} of ${task.id} was never shown`);
  return call.at;
}

const isOf = (task: Task, args: Call['args']): boolean => JSON.stringify(args.metadata).includes(`${task.id}/live`);

/** The plan's cards are admission and the steps, in order. */
function statusOf(args: Call['args'], step: StepName): string | undefined {
  const blocks: { type: string; tasks?: { status: string }[] }[] =
    typeof args.blocks === 'string' ? JSON.parse(args.blocks) : args.blocks;
  return blocks.find(({ type }) => type === 'plan')?.tasks?.[1 + STEPS.indexOf(step)]?.status;
}
