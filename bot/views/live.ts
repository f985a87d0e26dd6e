import type { KnownBlock, PlanBlock, TaskCardBlock } from '@slack/types';
import { hasPassed } from '#shared/task/compare.ts';
import type { Telemetry } from '#shared/task/events.ts';
import { hasEnded, type Moment, type Task } from '#shared/task/task.ts';
import { oneLine, plain } from '#shared/text/escape.ts';
import { count, duration, money } from './amounts.ts';
import { context, section } from './blocks.ts';
import { fit, fitTail } from './fit.ts';
import { type Message, message } from './message.ts';
import { type PlanLine, planOf, planRow } from './plan.ts';
import { provenance } from './provenance.ts';
import { lines, preformatted, richText } from './rich-text.ts';
import { stateSentence } from './state.ts';

export interface LiveAround {
  readonly now: Moment;
  readonly telemetry?: Telemetry;
  /** Where a waiting task stands in line, from 1. */
  readonly place?: number;
  /** Whether the workspace shows plan blocks; sections with marks where it does not. */
  readonly caps: { readonly plan: boolean };
}

/** The first reply: the plan, and the end of what the tests print. */
export function live(task: Task, around: LiveAround): Message {
  const news = newsOf(task, around.telemetry);
  const plan = planOf(task, around.place);
  const tail = hasEnded(task) ? redTail(task) : news?.tail;
  return message(`${progressOf(plan)} ${stateSentence(task)}`, [
    around.caps.plan ? planBlock(task, plan) : section(plan.map(planRow).join('\n')),
    ...output(tail),
    context(hasEnded(task) ? endFacts(task) : liveFacts(task, news, around)),
  ]);
}

/** Telemetry that tells of this attempt, of the step it is in; older news would stand under the wrong step. */
export function newsOf(task: Task, telemetry: Telemetry | undefined): Telemetry | undefined {
  if (telemetry?.task !== task.id || telemetry.attempt !== task.attempt || hasEnded(task)) return undefined;
  return telemetry.at >= task.changedAt ? telemetry : undefined;
}

const TAIL_LENGTH = 2_500;

function output(tail = ''): readonly KnownBlock[] {
  const shown = plain(tail);
  return shown.trim() === '' ? [] : [richText(preformatted(fitTail(shown, TAIL_LENGTH)))];
}

function progressOf(plan: readonly PlanLine[]): string {
  const steps = plan.filter(({ id }) => id !== 'admission');
  const complete = steps.filter(({ status }) => status === 'complete').length;
  return `${complete} of ${steps.length} steps done.`;
}

const planBlock = (task: Task, plan: readonly PlanLine[]): PlanBlock => ({
  type: 'plan',
  title: task.attempt > 1 ? `Attempt ${task.attempt}: ${progressOf(plan)}` : progressOf(plan),
  tasks: plan.map(taskCard),
});

const taskCard = ({ id, title, status, detail }: PlanLine): TaskCardBlock => ({
  type: 'task_card',
  task_id: id,
  title,
  status,
  ...(detail !== '' && { details: richText(lines([detail])) }),
});

/** What the last check that failed printed last. */
function redTail(task: Task): string | undefined {
  return task.work.evidence?.after.findLast((run) => !hasPassed(run))?.tail;
}

function endFacts(task: Task): readonly string[] {
  const { usage } = task.work;
  const cost = money(usage);
  return [
    `attempt ${task.attempt}`,
    `took ${duration(task.changedAt - task.startedAt)}`,
    ...(usage.turns > 0 ? [count(usage.turns, 'model turn')] : []),
    ...(cost === undefined ? [] : [cost]),
    ...provenance(task.work),
  ];
}

function liveFacts(task: Task, news: Telemetry | undefined, { now }: LiveAround): readonly string[] {
  const cost = money(news?.usage ?? task.work.usage);
  return [
    ...(news ? [fit(oneLine(news.doing), 200), elapsed(news.at - task.startedAt), ...silence(now - news.at)] : []),
    ...(cost === undefined ? [] : [cost]),
    ...provenance(task.work),
    `attempt ${task.attempt}`,
  ];
}

/** In tens of seconds: a message that differed at every look would be sent at every look. */
const elapsed = (ms: number): string =>
  ms < 10_000 ? 'just started' : `${duration(Math.floor(ms / 10_000) * 10_000)} so far`;

const silence = (ms: number): readonly string[] => (ms < 60_000 ? [] : [`no news for ${Math.floor(ms / 60_000)} min`]);
