import { status } from '@grpc/grpc-js';
import { type Answers, grpcError } from '../grpc.ts';
import type { Execution } from './execution.ts';
import { fullNameOf, messageOf } from './messages.ts';
import type { Register } from './register.ts';

/** The long-running operation of an execution, which is over when the execution is. */
export function operationOf(execution: Execution) {
  const state = execution.state();
  const message = { '@type': 'type.googleapis.com/google.cloud.run.v2.Execution', ...messageOf(execution) };
  const name = operationName(execution);
  if (state.is !== 'ended') return { name, metadata: message, done: false };
  if (state.how === 'succeeded') return { name, metadata: message, done: true, response: message };
  const error = { code: status.ABORTED, message: `The execution ${execution.name} has ${state.how}.` };
  return { name, metadata: message, done: true, error };
}

export function operationAnswers({ all }: Pick<Register, 'all'>): Answers {
  return {
    getOperation: ({ name }: { name: string }) => {
      const execution = all().find((one) => operationName(one) === name);
      if (!execution) throw grpcError(status.NOT_FOUND, `There is no operation ${name}.`);
      return operationOf(execution);
    },
  };
}

/** Beside the jobs of its location. */
const operationName = (execution: Execution): string =>
  fullNameOf(execution).replace(/\/jobs\/[^/]+\/executions\//, '/operations/');
