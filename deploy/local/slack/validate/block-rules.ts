import type { Block } from '../workspace/message.ts';
import { problem } from './problem.ts';
import { objectsIn } from './walk.ts';

type Path = readonly PropertyKey[];

/** `block_id` and `action_id` must each be unique in a message or view; one complaint for every repetition. */
export function repeatedIds(blocks: readonly Block[], at: Path): string[] {
  const seen = new Set<string>();
  const complaints: string[] = [];
  for (const { object, path } of objectsIn(blocks, at)) {
    for (const key of ['block_id', 'action_id'] as const) {
      const id = object[key];
      // Task cards inside a plan repeat the ids of their rich text; Slack minds only those of blocks and elements.
      if (typeof id !== 'string' || (key === 'block_id' && path.length !== at.length + 1)) continue;
      if (seen.has(`${key} ${id}`)) complaints.push(problem(`\`${key}\` "${id}" already exists`, [...path, key]));
      seen.add(`${key} ${id}`);
    }
  }
  return complaints;
}

/** All the words in the blocks, the way Slack adds them up for its ceiling on a message. */
export function textLength(blocks: readonly Block[]): number {
  let length = 0;
  for (const { object } of objectsIn(blocks)) {
    for (const words of [object.text, object.title]) if (typeof words === 'string') length += words.length;
  }
  return length;
}
