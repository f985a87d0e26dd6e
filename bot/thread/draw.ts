import { createHash } from 'node:crypto';
import { hasEnded, type Task } from '#shared/task/task.ts';
import { type CardAround, card } from '../views/card.ts';
import { type LiveAround, live, newsOf } from '../views/live.ts';
import type { LinkTo } from '../views/measures.ts';
import type { Message } from '../views/message.ts';
import { replies } from '../views/replies.ts';

/** What the record cannot know: the moment, what runs right now, and what the workspace can show. */
export interface Around extends CardAround, LiveAround {
  /** Where stored files can be had; without it they are named only. */
  readonly linkTo?: LinkTo;
}

/** One message of a task's thread as it should look now. */
export interface Drawn extends Message {
  readonly key: 'card' | 'live' | `reply:${string}`;
  /** 0: the end, a stop, something a person waits for. 1: a change of state or step. 2: output and elapsed time. */
  readonly priority: 0 | 1 | 2;
}

/** The whole thread of a task, in posting order. Once an attempt has ended, of its record alone. */
export function draw(task: Task, around: Around): readonly Drawn[] {
  return [
    { key: 'card', priority: isFinal(task) ? 0 : 1, ...card(task, around) },
    { key: 'live', priority: newsOf(task, around.telemetry) ? 2 : 1, ...live(task, around) },
    ...replies(task, around.linkTo).map(({ key, urgent, message }): Drawn => {
      return { key: `reply:${key}`, priority: urgent ? 0 : 1, ...message };
    }),
  ];
}

const isFinal = (task: Task): boolean => hasEnded(task) || task.status === 'cancelling';

/** Equal for what looks equal, whatever order its fields were written in. */
export function hashOf({ text, blocks }: Message): string {
  return createHash('sha256').update(JSON.stringify({ blocks, text }, sorted)).digest('hex');
}

function sorted(_: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
