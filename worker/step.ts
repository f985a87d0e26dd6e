import type { WorkerFact } from '#shared/task/events.ts';
import { type Failure, TaskError, toFailure } from '#shared/task/failure.ts';
import type { StepName } from '#shared/task/step.ts';
import type { Tell } from './publisher.ts';
import type { ReportNews } from './telemetry.ts';

/** One stage of the job: what it needs comes in, what it found goes out. */
export interface Step<Input, Output> {
  readonly name: StepName;
  readonly deadlineMs: number;
  run(input: Input, signal: AbortSignal): Promise<Output>;
  /** What came out, in one line for the plan. */
  gist(output: Output): string;
}

/** `stop` ends this step alone, for the sake of one that failed beside it. */
export type RunStep = <Input, Output>(step: Step<Input, Output>, input: Input, stop?: AbortSignal) => Promise<Output>;

interface Around {
  readonly tell: Tell;
  readonly report: ReportNews;
  /** Ends the attempt. */
  readonly signal: AbortSignal;
  /** Milliseconds of a clock that only goes forward. */
  readonly clock: () => number;
}

/** Adds to every step alike: the stop signal, its deadline, and that it is told when it starts and how it ends. */
export function stepRunner({ tell, report, signal: attempt, clock }: Around): RunStep {
  return async (step, input, stop) => {
    const signal = stop ? AbortSignal.any([attempt, stop]) : attempt;
    signal.throwIfAborted();
    const began = clock();
    const ended = (state: 'done' | 'failed', gist: string): WorkerFact & { type: 'step.ended' } => ({
      ...{ type: 'step.ended', step: step.name, state, gist },
      tookMs: Math.round(clock() - began),
    });
    tell({ type: 'step.started', step: step.name });
    report({ doing: step.name });
    const deadline = AbortSignal.timeout(step.deadlineMs);
    try {
      const output = await step.run(input, AbortSignal.any([signal, deadline]));
      tell(ended('done', step.gist(output)));
      return output;
    } catch (error) {
      // The plan must not show a step as running for ever; the error itself goes on to `main.ts`.
      const told = deadline.aborted && !signal.aborted ? tooSlow(step, error) : error;
      tell(ended('failed', signal.aborted ? 'stopped' : firstLine(toFailure(told))));
      throw told;
    }
  };
}

function tooSlow({ name, deadlineMs }: Step<never, unknown>, cause: unknown): TaskError {
  const minutes = Math.round(deadlineMs / 60_000);
  return new TaskError('step_too_slow', `The step “${name}” took longer than its ${minutes} minutes.`, {
    // The others wait for what the repository brings, these two for nobody but us and its host.
    whose: name === 'hydrate' || name === 'finalize' ? 'transient' : 'yours',
    remedy: 'Retry; if it is slow every time, make set-up and checks quicker, or ask for a higher limit.',
    cause,
  });
}

function firstLine({ words }: Failure): string {
  return words.split('\n')[0] ?? '';
}
