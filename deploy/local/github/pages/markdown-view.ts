import { html, raw } from 'hono/html';
import type { MarkdownRenderer } from '../markdown/renderer.ts';
import { code, type Html } from './html.ts';

/** A stranger's Markdown on a page; as it was written when it cannot be read in reasonable time. */
export async function markdownView(markdown: MarkdownRenderer, text: string): Promise<Html> {
  const rendered = await markdown.render(text);
  if (rendered?.trim() === '')
    return html`<p class="empty">Nothing of this text can be shown: it is HTML that does not belong here.</p>`;
  if (rendered !== undefined) return html`<div class="markdown">${raw(rendered)}</div>`;
  return html`<div class="markdown"><p class="notice">This text is too large or too deeply nested to be shown formatted. Here it is as it was written:</p><pre tabindex="0">${code(beginning(text))}</pre></div>`;
}

const MOST_CHARACTERS = 100_000;

function beginning(text: string): string {
  const left = text.length - MOST_CHARACTERS;
  return left > 0 ? `${text.slice(0, MOST_CHARACTERS)}\n… and ${left} more characters.` : text;
}
