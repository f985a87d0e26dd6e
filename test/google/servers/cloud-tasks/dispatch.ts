import { setTimeout as sleep } from 'node:timers/promises';
import type { Identity } from '../identity.ts';
import type { DispatchFault } from './faults.ts';
import type { HeldTask, Outcome } from './held-task.ts';

export const isDone = (outcome: Outcome): boolean =>
  'status' in outcome && outcome.status >= 200 && outcome.status < 300;

interface Way {
  readonly identity: Pick<Identity, 'mint'>;
  readonly fault: DispatchFault | undefined;
  /** Cloud Tasks ends: whoever is being waited for is waited for no more. */
  readonly end: AbortSignal;
}

/** Brings a task to its target, as well as the fault on its way lets it. */
export async function dispatch(held: HeldTask, { identity, fault, end }: Way): Promise<Outcome> {
  const once = (deadlineMs = held.deadlineMs) =>
    send(held, identity, AbortSignal.any([end, AbortSignal.timeout(deadlineMs)]));
  switch (fault?.go) {
    case undefined:
      return once();
    case 'slowly':
      await sleep(fault.delayMs, undefined, { signal: end }).catch(() => {});
      return once();
    case 'cut off':
      return once(fault.afterMs);
    case 'unheard':
      await once();
      return { lost: 'the answer was lost' };
    case 'twice':
      return better(fault.atOnce ? await Promise.all([once(), once()]) : [await once(), await once()]);
    default:
      return fault satisfies never;
  }
}

const better = ([first, second]: readonly [Outcome, Outcome]): Outcome => (isDone(first) ? first : second);

async function send(held: HeldTask, identity: Way['identity'], signal: AbortSignal): Promise<Outcome> {
  const { url, method, headers, body } = held.request;
  try {
    const response = await fetch(url, {
      method,
      headers: { ...headers, ...headersOf(held), ...authorization(held, identity) },
      ...(body && { body }),
      redirect: 'manual',
      signal,
    });
    await response.body?.cancel();
    return { status: response.status };
  } catch (error) {
    return { lost: String(error) };
  }
}

function authorization({ request: { oidc } }: HeldTask, identity: Way['identity']): Record<string, string> {
  return oidc ? { authorization: `Bearer ${identity.mint(oidc)}` } : {};
}

/** What handlers may look at. Retries are counted by attempts, executions by answers that came. */
function headersOf({ queue, id, attempts, answers, dueAt, last }: HeldTask): Record<string, string> {
  return {
    'user-agent': 'Google-Cloud-Tasks',
    'x-cloudtasks-queuename': queue.slice(queue.lastIndexOf('/') + 1),
    'x-cloudtasks-taskname': id,
    'x-cloudtasks-taskretrycount': String(attempts),
    'x-cloudtasks-taskexecutioncount': String(answers),
    'x-cloudtasks-tasketa': String(dueAt / 1_000),
    ...(last && 'status' in last && { 'x-cloudtasks-taskpreviousresponse': String(last.status) }),
  };
}
