import type { Block } from '../workspace/message.ts';
import { problem } from './problem.ts';
import { eachObject } from './walk.ts';

type Path = readonly PropertyKey[];

/** `block_id` and `action_id` must each be unique in a message or view; one complaint for every repetition. */
export function repeatedIds(blocks: readonly Block[], at: Path): string[] {
  const seen = new Set<string>();
  const complaints: string[] = [];
  const note = (key: 'block_id' | 'action_id', id: unknown, path: Path): void => {
    if (typeof id !== 'string') return;
    if (seen.has(`${key} ${id}`)) complaints.push(problem(`\`${key}\` "${id}" already exists`, [...path, key]));
    seen.add(`${key} ${id}`);
  };
  eachObject(
    blocks,
    (object, path) => {
      note('action_id', object.action_id, path);
      // Rich text inside a plan's tasks may repeat its block id: Slack minds only those of the blocks themselves.
      if (path.length === at.length + 1) note('block_id', object.block_id, path);
    },
    at,
  );
  return complaints;
}

/** All the words in the blocks, the way Slack adds them up for its ceiling on a message. */
export function textLength(blocks: readonly Block[]): number {
  let length = 0;
  eachObject(blocks, ({ text, title }) => {
    for (const words of [text, title]) if (typeof words === 'string') length += words.length;
  });
  return length;
}
