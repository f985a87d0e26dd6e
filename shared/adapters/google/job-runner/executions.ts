import type { ExecutionsClient, protos } from '@google-cloud/run';
import { CODE, type Code, failedWith, REPEATABLE } from './calls.ts';
import { inWords } from './failures.ts';
import { isName, shortNameOf } from './names.ts';

type Execution = protos.google.cloud.run.v2.IExecution;

/** Variables that an execution was started with. */
export type Marks = Readonly<Record<string, string>>;

/**
 * One that was started without anybody hearing of it has a quarter of an hour for its claim, and then ends by itself. What
 * is older is known by its name, and need not be searched for among thousands.
 */
const SEARCHED_MS = 45 * 60_000;
const PAGE = 100;
/** It pages anyway, and warns of whoever leaves it at the default. */
const PAGED = { ...REPEATABLE, autoPaginate: false };

interface Place {
  readonly client: ExecutionsClient;
  readonly job: string;
  readonly now: () => number;
}

/** The executions of one job, by their short names. */
export function executionsOf({ client, job, now }: Place) {
  const requestFor = (execution: string) => ({ name: `${job}/executions/${execution}` });

  async function search(isWanted: (execution: Execution) => boolean): Promise<readonly string[]> {
    const since = now() - SEARCHED_MS;
    const names: string[] = [];
    try {
      // The newest come first.
      for await (const execution of client.listExecutionsAsync({ parent: job, pageSize: PAGE }, PAGED)) {
        if (createdAt(execution) < since) break;
        const name = shortNameOf(execution);
        if (name !== undefined && isWanted(execution)) names.push(name);
      }
    } catch (error) {
      throw inWords(error, { job });
    }
    return names;
  }

  return {
    isGone: async (execution: string): Promise<boolean> => {
      if (!isName(execution)) return true;
      const found = await unless([CODE.notFound], job, () => client.getExecution(requestFor(execution), REPEATABLE));
      return !found || hasEnded(found[0]);
    },
    /** Asks for the end, and does not wait for it. One that has ended, or never was, need not be asked. */
    cancel: async (execution: string): Promise<void> => {
      if (!isName(execution)) return;
      const isOver = [CODE.notFound, CODE.failedPrecondition];
      await unless(isOver, job, () => client.cancelExecution(requestFor(execution), REPEATABLE));
    },
    started: (marks: Marks) => search((execution) => isMarked(execution, marks)),
    running: (marks: Marks) => search((execution) => !hasEnded(execution) && isMarked(execution, marks)),
  };
}

const hasEnded = ({ completionTime }: Execution): boolean => Boolean(completionTime);

const createdAt = ({ createTime }: Execution): number =>
  Number(createTime?.seconds ?? Number.POSITIVE_INFINITY) * 1_000;

function isMarked({ template }: Execution, marks: Marks): boolean {
  const variables = template?.containers?.[0]?.env ?? [];
  return Object.entries(marks).every(([name, value]) =>
    variables.some((variable) => variable.name === name && variable.value === value),
  );
}

async function unless<T>(codes: readonly Code[], job: string, call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (failedWith(error, codes)) return undefined;
    throw inWords(error, { job });
  }
}
