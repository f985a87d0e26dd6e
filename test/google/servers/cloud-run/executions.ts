import type { protos } from '@google-cloud/run';
import { status } from '@grpc/grpc-js';
import { type Answers, grpcError } from '../grpc.ts';
import type { Execution } from './execution.ts';
import { refuseUnknown } from './jobs.ts';
import { fullNameOf, messageOf } from './messages.ts';
import { operationOf } from './operations.ts';
import type { Register } from './register.ts';

const PAGE = 100;

interface Named {
  readonly name: string;
}

/** google.cloud.run.v2.Executions, as far as they are looked at and cancelled. */
export function executionAnswers(register: Register): Answers {
  function found(name: string): Execution {
    const execution = register.find(name);
    if (!execution) throw grpcError(status.NOT_FOUND, `Resource '${name}' of kind 'EXECUTION' does not exist.`);
    return execution;
  }
  return {
    getExecution: ({ name }: Named) => messageOf(found(name)),
    listExecutions: ({ parent, pageSize, pageToken }: protos.google.cloud.run.v2.IListExecutionsRequest) => {
      if (!parent?.endsWith('/jobs/-')) refuseUnknown(register.job, parent ?? '');
      return pageOf(register.all().filter(isListed), Math.min(pageSize || PAGE, PAGE), pageToken ?? '');
    },
    cancelExecution: ({ name }: Named) => {
      const execution = found(name);
      if (execution.state().is === 'ended')
        throw grpcError(status.FAILED_PRECONDITION, `The execution ${execution.name} has ended.`);
      execution.cancel();
      return operationOf(execution);
    },
  };
}

const isListed = ({ createdAt, listedAfterMs }: Execution): boolean => Date.now() - createdAt >= listedAfterMs;

/** A token names the last one of the page before, so that younger ones move nothing. */
function pageOf(executions: readonly Execution[], size: number, token: string) {
  const from = executions.findIndex((execution) => fullNameOf(execution) === token) + 1;
  const page = executions.slice(from, from + size);
  const last = page.at(-1);
  const isWhole = !last || from + size >= executions.length;
  return { executions: page.map(messageOf), nextPageToken: isWhole ? '' : fullNameOf(last) };
}
