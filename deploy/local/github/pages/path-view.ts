import { html } from 'hono/html';
import type { Place } from '../refs.ts';
import type { Repository } from '../repositories.ts';
import { addresses } from './addresses.ts';
import { code, type Html } from './html.ts';

/** The way from the repository's top to a place, each part a link but the last. */
export function pathView(repository: Repository, { ref, path }: Place): Html {
  const parts = path === '' ? [] : path.split('/');
  const trail = [repository.name, ...parts].map((name, index) => ({ name, path: parts.slice(0, index).join('/') }));
  const links = trail.map(({ name, path }, index) =>
    index === trail.length - 1
      ? html`<span>${code(name)}</span>`
      : html`<a href="${addresses.folder(repository, ref, path)}">${code(name)}</a><span class="slash"> / </span>`,
  );
  return html`${links} <span class="ref"><span class="spoken">at </span>${code(shortRef(ref))}</span>`;
}

function shortRef(ref: string): string {
  return /^[0-9a-f]{40}$/.test(ref) ? ref.slice(0, 7) : ref;
}
