import type { protos } from '@google-cloud/run';
import { timestampOf } from '../durations.ts';
import type { Execution, State } from './execution.ts';

type Message = protos.google.cloud.run.v2.IExecution;
type Condition = protos.google.cloud.run.v2.ICondition;

export const fullNameOf = ({ job, name }: Execution): string => `${job}/executions/${name}`;

/** An execution as the API shows it. */
export function messageOf(execution: Execution): Message {
  const state = execution.state();
  const { createdAt, env, timeoutMs, job } = execution;
  return {
    name: fullNameOf(execution),
    job,
    createTime: timestampOf(createdAt),
    ...('startedAt' in state && state.startedAt && { startTime: timestampOf(state.startedAt) }),
    ...(state.is === 'ended' && { completionTime: timestampOf(state.endedAt) }),
    taskCount: 1,
    parallelism: 1,
    reconciling: state.is !== 'ended',
    template: templateOf(env, timeoutMs),
    conditions: [completed(state, execution.isBeingCancelled())],
    runningCount: state.is === 'running' ? 1 : 0,
    ...countsOf(state),
  };
}

export function templateOf(env: Execution['env'], timeoutMs: number): protos.google.cloud.run.v2.ITaskTemplate {
  return {
    containers: [{ name: 'worker', env: Object.entries(env).map(([name, value]) => ({ name, value })) }],
    maxRetries: 0,
    timeout: timestampOf(timeoutMs),
  };
}

/** The condition everybody looks at. */
function completed(state: State, isBeingCancelled: boolean): Condition {
  if (state.is !== 'ended') {
    const reason = isBeingCancelled ? 'CANCELLING' : 'DELAYED_START_PENDING';
    const why = isBeingCancelled || state.is === 'pending' ? ({ executionReason: reason } as const) : {};
    return { type: 'Completed', state: 'CONDITION_RECONCILING', ...why };
  }
  if (state.how === 'succeeded') return { type: 'Completed', state: 'CONDITION_SUCCEEDED' };
  return { type: 'Completed', state: 'CONDITION_FAILED', ...ENDS[state.how] };
}

const ENDS = {
  failed: { executionReason: 'NON_ZERO_EXIT_CODE', message: 'The container exited with an error.' },
  'timed out': { executionReason: 'NON_ZERO_EXIT_CODE', message: 'The configured timeout was reached.' },
  cancelled: { executionReason: 'CANCELLED', message: 'The execution was cancelled.' },
} as const satisfies Record<string, Condition>;

function countsOf(state: State): Message {
  if (state.is !== 'ended') return {};
  if (state.how === 'succeeded') return { succeededCount: 1 };
  return state.how === 'cancelled' ? { cancelledCount: 1 } : { failedCount: 1 };
}
