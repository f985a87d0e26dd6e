import { STEPS, type StepName } from '#shared/task/step.ts';
import { hasEnded, type StepLine, type Task } from '#shared/task/task.ts';
import { oneLine } from '#shared/text/escape.ts';
import { admissionMs, refusalWords } from './admission.ts';
import { count, duration } from './amounts.ts';
import { fit } from './fit.ts';

/** One line of the plan a person sees: admission, then the steps. */
export interface PlanLine {
  readonly id: string;
  readonly title: string;
  readonly status: 'pending' | 'in_progress' | 'complete' | 'error';
  readonly detail: string;
}

/** The whole plan of the current attempt. `place`: where a waiting task stands in line, from 1. */
export const planOf = (task: Task, place?: number): readonly PlanLine[] => [
  { id: 'admission', title: 'Check whether it may start', ...admission(task, place) },
  ...STEPS.map((step) => ({ id: step, title: TITLES[step], ...progress(task, step) })),
];

const TITLES: Readonly<Record<StepName, string>> = {
  hydrate: 'Read the request and the repository',
  provision: 'Set up a workspace',
  baseline: 'Run the checks before any change',
  implement: 'Change the code',
  verify: 'Run the checks on the change',
  finalize: 'Push the change',
};

const MARKS: Readonly<Record<PlanLine['status'], string>> = {
  pending: '○',
  in_progress: '…',
  complete: '✓',
  error: '✗',
};

/** A line of the plan as text, for where there is no better way to show it. */
export const planRow = ({ title, status, detail }: PlanLine): string =>
  `${MARKS[status]} ${title}${detail === '' ? '' : ` · ${detail}`}`;

type Progress = Pick<PlanLine, 'status' | 'detail'>;

function admission(task: Task, place: number | undefined): Progress {
  if (task.status === 'rejected') return { status: 'error', detail: refusalWords(task.checks) };
  if (task.status === 'queued') return waiting(task, place);
  if (task.status === 'admitting') return { status: 'in_progress', detail: '' };
  if (task.admission?.every(({ passed }) => passed)) {
    const passed = `${count(task.admission.length, 'check')} passed`;
    return { status: 'complete', detail: `${passed} · ${duration(admissionMs(task.admission))}` };
  }
  return { status: 'pending', detail: hasEnded(task) ? NOT_REACHED : '' };
}

function waiting(task: Task, place: number | undefined): Progress {
  const line = place === undefined ? 'waiting' : `number ${place} in line`;
  return task.admission
    ? { status: 'in_progress', detail: `${line} for a free slot` }
    : { status: 'pending', detail: place === undefined ? '' : line };
}

const NOT_REACHED = 'not reached';
const NOT_FINISHED = 'not finished';

function progress(task: Task, step: StepName): Progress {
  const line = task.work.steps.find((candidate) => candidate.step === step);
  if (line && line.state !== 'running') {
    return { status: line.state === 'done' ? 'complete' : 'error', detail: detailOf(line, duration(line.tookMs)) };
  }
  return hasEnded(task) ? leftBehind(task, line) : underWay(task, step, line);
}

function leftBehind(task: Task, line: StepLine | undefined): Progress {
  // Done is done, also when the news of a step was lost on the way.
  if (task.status === 'succeeded') return { status: 'complete', detail: detailOf(line) };
  return line ? { status: 'error', detail: detailOf(line, NOT_FINISHED) } : { status: 'pending', detail: NOT_REACHED };
}

function underWay(task: Task, step: StepName, line: StepLine | undefined): Progress {
  const isNow = task.status === 'running' ? task.step === step : task.status === 'finalizing' && step === 'finalize';
  return { status: line || isNow ? 'in_progress' : 'pending', detail: detailOf(line) };
}

function detailOf(line: StepLine | undefined, ending = ''): string {
  const gist = fit(oneLine(line?.gist ?? ''), 200);
  const rounds = line && line.rounds > 1 ? `${line.rounds} rounds` : '';
  return [gist, rounds, ending].filter((part) => part !== '').join(' · ');
}
