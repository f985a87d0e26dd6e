import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { protos } from '@google-cloud/tasks';
import { status } from '@grpc/grpc-js';
import { type Answers, grpcError } from '../grpc.ts';
import type { CallFault, createFaults } from './faults.ts';
import { invalid, readTask, shownTask } from './held-task.ts';
import type { IQueue, Queue } from './queue.ts';

type V2 = typeof protos.google.cloud.tasks.v2;
type Request<Name extends keyof V2> = InstanceType<Extract<V2[Name], new (...args: never[]) => unknown>>;

interface Around {
  readonly queues: Map<string, Queue>;
  readonly open: (config: IQueue) => Queue;
  readonly faults: Pick<ReturnType<typeof createFaults>, 'next'>;
  readonly now: () => number;
}

const QUEUE = /^projects\/[^/]+\/locations\/[^/]+\/queues\/[A-Za-z0-9-]{1,100}$/;
const TASK = /^(projects\/[^/]+\/locations\/[^/]+\/queues\/[A-Za-z0-9-]+)\/tasks\/([A-Za-z0-9_-]{1,500})$/;

/** The calls of google.cloud.tasks.v2 that this server knows. */
export function cloudTasksApi({ queues, open, faults, now }: Around): Answers {
  function queueOf(name: string): Queue {
    const queue = queues.get(name);
    if (!queue) throw grpcError(status.NOT_FOUND, 'Requested entity was not found.');
    return queue;
  }

  function createQueue({ queue }: Request<'CreateQueueRequest'>) {
    const name = queue?.name ?? '';
    if (!QUEUE.test(name)) throw invalid(`"${name}" is no name of a queue`);
    if (queues.has(name)) throw grpcError(status.ALREADY_EXISTS, 'Queue already exists.');
    const config = { ...queue, state: 'RUNNING' } as const;
    queues.set(name, open(config));
    return config;
  }

  function createTask({ parent, task }: Request<'CreateTaskRequest'>) {
    const queue = queueOf(parent);
    const [, , id = randomBytes(10).toString('hex')] = task?.name ? taskNamed(task.name) : [];
    if (queue.isTaken(id)) throw grpcError(status.ALREADY_EXISTS, 'Requested entity already exists');
    const held = readTask(task ?? {}, { queue: parent, id, now: now() });
    queue.add(held);
    return shownTask(held);
  }

  function deleteTask({ name }: Request<'DeleteTaskRequest'>) {
    const [, queue = '', id = ''] = taskNamed(name);
    if (!queueOf(queue).remove(id)) throw grpcError(status.NOT_FOUND, 'Requested entity was not found.');
    return {};
  }

  return {
    createQueue,
    getQueue: spoiled(
      ({ name }: Request<'GetQueueRequest'>) => queueOf(name).config,
      () => faults.next('getQueue'),
    ),
    createTask: spoiled(createTask, () => faults.next('createTask')),
    deleteTask,
    listTasks: ({ parent }: Request<'ListTasksRequest'>) => ({ tasks: queueOf(parent).tasks().map(shownTask) }),
  };
}

function taskNamed(name: string): readonly string[] {
  const parts = TASK.exec(name);
  if (!parts) throw invalid(`"${name}" is no name of a task`);
  return parts;
}

/** A call that goes as the next fault lets it. */
function spoiled<Asked, Answer>(answer: (request: Asked) => Answer, next: () => CallFault | undefined) {
  return async (request: Asked): Promise<Answer> => {
    const fault = next();
    if (fault?.go === 'slowly') await sleep(fault.delayMs);
    if (fault?.go === 'refused') throw grpcError(fault.code, 'a fault that was asked for');
    const answered = answer(request);
    if (fault?.go !== 'unanswered') return answered;
    if (fault.by === 'broken connection') throw grpcError(status.UNAVAILABLE, 'the connection broke');
    return new Promise(() => {});
  };
}
