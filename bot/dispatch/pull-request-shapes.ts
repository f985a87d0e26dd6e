import { clip } from '#shared/text/clip.ts';
import { oneLine, plain } from '#shared/text/escape.ts';
import type { ContextAnswer } from '#shared/worker-api.ts';

type Shapes = Pick<ContextAnswer, 'pullRequests' | 'titles'>;

const MOST_BODIES = 5;
const BODY_CHARACTERS = 400;
const TITLE_CHARACTERS = 200;

/**
 * How pull requests are written here, newest first: the titles of all, and how the bodies of some begin. What a template
 * puts into each of them is in the first alone.
 */
export function shapesOf(merged: readonly { number: number; title: string; body: string }[]): Shapes {
  const known = new Set<string>();
  const bodies = merged.slice(0, MOST_BODIES).map(({ number, title, body }) => ({
    ...{ number, title: clip(oneLine(title), TITLE_CHARACTERS) },
    body: clip(newLines(body, known), BODY_CHARACTERS),
  }));
  return { pullRequests: bodies, titles: merged.map(({ title }) => clip(oneLine(title), TITLE_CHARACTERS)) };
}

/** A body without what its author never sees and without the lines that others had before it. */
function newLines(body: string, known: Set<string>): string {
  const lines = plain(body)
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
    .split('\n')
    .filter((line) => !known.has(line.trim()));
  for (const line of lines) if (line.trim() !== '') known.add(line.trim());
  return lines
    .join('\n')
    .replace(/\n\s*\n+/g, '\n\n')
    .trim();
}
