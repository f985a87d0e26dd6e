import { html, raw } from 'hono/html';
import { stretches } from '../markdown/unseen.ts';

/** Markup whose text is escaped. */
export type Html = ReturnType<typeof html>;

export const nothing: Html = raw('');

/** Text of a stranger in a line of prose; what could hide or reorder it is shown by name. */
export function prose(text: string): Html {
  return visible(text, 'prose');
}

/** The same for code and names, where a joiner nobody sees makes a difference too. */
export function code(text: string): Html {
  return visible(text, 'code');
}

/** For places that take no markup. */
export function bare(text: string): string {
  return stretches(text, 'prose')
    .map((stretch) => ('text' in stretch ? stretch.text : stretch.unseen))
    .join('');
}

function visible(text: string, kind: 'prose' | 'code'): Html {
  return html`${stretches(text, kind).map((stretch) =>
    'text' in stretch ? stretch.text : html`<span class="unseen">${stretch.unseen}</span>`,
  )}`;
}

const MOST_CHARACTERS_OF_LINE = 1_000;

/** A line of code, which may be a whole program on one line. */
export function clippedCode(line: string): Html {
  if (line.length <= MOST_CHARACTERS_OF_LINE) return code(line);
  const left = line.length - MOST_CHARACTERS_OF_LINE;
  return html`${code(line.slice(0, MOST_CHARACTERS_OF_LINE))}<span class="unseen">and ${left} more characters</span>`;
}
