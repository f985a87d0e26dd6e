import { TaskError } from '#shared/task/failure.ts';
import { Reply, resultOf } from '../../client/wire.ts';
import { type Input, type Output, VERBS, type Verb } from '../../person/protocol.ts';

/** What the person acted as can do and see: a verb of the protocol, with what goes in and what comes out. */
export type Call = <Name extends Verb>(verb: Name, input: Input<Name>) => Promise<Output<Name>>;

/** The verbs of one person. */
export const callAs =
  (person: string): Call =>
  async (verb, input) =>
    VERBS[verb].output.parse(await ask('POST', `people/${person}/${verb}`, input)) as Output<typeof verb>;

/** Asks the server that sent the page. What it refuses is thrown as it was there. */
export async function ask(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<unknown> {
  const sent =
    body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  const response = await fetch(`/client/${path}`, { method, ...sent }).catch((cause: unknown) => {
    throw unreachable(cause);
  });
  if (!response.ok) throw unreachable(`it answered ${response.status}`);
  return resultOf(Reply.parse(await response.json()));
}

function unreachable(cause: unknown): TaskError {
  return new TaskError('slack_unreachable', 'The local Slack does not answer.', {
    whose: 'yours',
    remedy: 'See whether the playground still runs in its terminal.',
    cause,
  });
}
