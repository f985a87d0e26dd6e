import type { SeenMessage } from '#deploy/local/slack/person/protocol.ts';
import { renderMessage } from '#deploy/local/slack/render.ts';
import { advance, submitted } from '#shared/task/lifecycle.ts';
import { hasEnded, type Task } from '#shared/task/task.ts';
import type { Stage } from '../scenarios/stage.ts';

/** How the thread of a request ends when nothing goes wrong. */
export async function undisturbed(stage: Stage, request: string): Promise<readonly string[]> {
  const card = await stage.ask(request);
  await stage.end(card);
  return settled(await stage.thread(card));
}

/** What must hold of a task that was asked for and has ended, whatever went wrong on the way. In words; none is good. */
export async function violationsOf(
  stage: Stage,
  card: SeenMessage,
  reference: readonly string[],
): Promise<readonly string[]> {
  const task = await stage.taskOf(card);
  const found = [...(await wrongEnds(stage, task)), ...wrongPullRequests(stage, task)];
  const roots = await stage.ana.messages(card.channel);
  const cards = roots.filter((message) => renderMessage(message).join('\n').includes(task.id));
  if (cards.length !== 1) found.push(`${cards.length} cards`);
  const thread = settled(await stage.thread(card));
  if (JSON.stringify(thread) !== JSON.stringify(reference))
    found.push(`another final thread: ${difference(thread, reference)}`);
  return found;
}

/** The log, replayed: one terminal state an attempt, and the record is what its log says. */
async function wrongEnds({ store }: Stage, task: Task): Promise<string[]> {
  const found: string[] = [];
  if (task.status !== 'succeeded')
    found.push(`ended ${task.status}${task.status === 'failed' ? ` (${task.failure.code})` : ''}`);
  const { id, request, requester, thread, createdAt: at } = task;
  const ends = new Map<number, number>();
  let replayed = submitted({ id, request, requester, thread, at });
  for (const { event } of await store.log(id)) {
    const next = advance(replayed, event);
    if (hasEnded(next) && next.status !== replayed.status) ends.set(next.attempt, (ends.get(next.attempt) ?? 0) + 1);
    replayed = next;
  }
  for (const [attempt, count] of ends) if (count !== 1) found.push(`attempt ${attempt} ended ${count} times`);
  if (JSON.stringify(replayed.status) !== JSON.stringify(task.status))
    found.push('the record is not what its log says');
  return found;
}

function wrongPullRequests({ github }: Stage, task: Task): string[] {
  const mine = github.pullRequests(task.request.repository).filter(({ branch }) => branch === `agent/${task.id}`);
  return mine.length === 1 ? [] : [`${mine.length} pull requests`];
}

/** A thread without what differs between any two runs: times, ids, commits, numbers, and what a lost try leaves behind. */
export function settled(thread: readonly string[]): readonly string[] {
  const told = thread
    .filter((message) => !/was lost|Attempt \d+, by myself/.test(message))
    .map((message) =>
      message
        .replace(/\bt[0-9a-f]{11}\b/g, 'TASK')
        .replace(/\b[0-9a-f]{7,40}\b/g, 'COMMIT')
        .replace(/\b\d+(?:\.\d+)? ?(?:ms|s|min|h)\b(?: \d+ ?s)?/g, 'TIME')
        .replace(/(?:pull\/|#)\d+/g, 'NUMBER')
        .replace(/\b([Aa]ttempt) \d+\b/g, '$1 N')
        .replace(/TASK\/\d+/g, 'TASK/N')
        .replace(/^Attempt N: /gm, '')
        .replace(/ · attempt N(?= ·)/g, '')
        .replace(/ {2,}/g, ' ')
        // Whoever tried again took over what a lost try had found.
        .replace(/(?:, )?as attempt N found it (?:just|TIME) before(?:; )?/g, '')
        // Whoever came later is told what the others found out.
        .replace(/, findings of earlier tasks on this repository \(\d+\)/g, '')
        // A worker that was killed right after its push never said so; that the branch is there was found out.
        .replace(/\n ?COMMIT on agent\/TASK(?: · TIME)?/g, ''),
    );
  return [...new Set(told)];
}

function difference(thread: readonly string[], reference: readonly string[]): string {
  const missing = reference
    .flatMap((message) => message.split('\n'))
    .filter((line) => !thread.join('\n').includes(line));
  const added = thread.flatMap((message) => message.split('\n')).filter((line) => !reference.join('\n').includes(line));
  return `missing ${JSON.stringify(missing.slice(0, 3))}, added ${JSON.stringify(added.slice(0, 3))}, ${thread.length} messages for ${reference.length}`;
}
