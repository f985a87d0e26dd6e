import { html } from 'hono/html';
import { type Entry, entryAt } from '../git-read.ts';
import type { Host } from '../host.ts';
import type { Place } from '../refs.ts';
import { fullName, type Repository } from '../repositories.ts';
import { notFound } from '../rest/refusal.ts';
import { bytes } from './bytes.ts';
import { count } from './count.ts';
import { MOST_BYTES, readText } from './file-text.ts';
import { clippedCode, code, type Html, nothing } from './html.ts';
import { document, type Visit } from './layout.ts';
import { pathView } from './path-view.ts';
import { repositoryHeader } from './repository-header.ts';

const MOST_LINES = 5_000;

/** One file as it is at a branch, tag or commit. */
export async function filePage(host: Host, visit: Visit, repository: Repository, place: Place): Promise<Html> {
  const entry = await entryAt(host.git, repository.gitDir, place.commit, place.path);
  if (entry === undefined || entry.type === 'dir') throw notFound();
  const content = html`<h1 class="path">${pathView(repository, place)}</h1>${await contentView(host, repository, entry)}`;
  const title = `${place.path} · ${fullName(repository)} · Local GitHub`;
  return document(visit, { title, header: repositoryHeader(host, repository, 'code'), content });
}

async function contentView(host: Host, repository: Repository, entry: Entry): Promise<Html> {
  if (entry.type === 'submodule') return note(`Another repository, at its commit ${entry.sha}.`);
  const text = await readText(host, repository, entry);
  if (text === undefined)
    return note(
      entry.size > MOST_BYTES
        ? `This file has ${bytes(entry.size)}, too much to be shown here.`
        : `A binary file of ${bytes(entry.size)}: its content cannot be shown as lines.`,
    );
  return linesView(entry, text);
}

function note(words: string): Html {
  return html`<p class="empty">${words}</p>`;
}

function linesView({ path, size, type }: Entry, text: string): Html {
  const lines = text.replace(/\n$/, '').split('\n');
  const left = lines.length - MOST_LINES;
  const kind = type === 'symlink' ? 'A symbolic link to:' : `${count(lines.length, 'line')}, ${bytes(size)}`;
  if (text === '') return note('This file is empty.');
  return html`<p class="summary">${kind}</p>
<table class="lines whole"><caption>${code(path)}</caption>
<colgroup><col class="at"><col></colgroup>
<thead><tr><th scope="col">Line</th><th scope="col">Content</th></tr></thead>
<tbody>${lines.slice(0, MOST_LINES).map((line, index) => html`<tr><td>${index + 1}</td><td>${clippedCode(line.replace(/\r$/, ''))}</td></tr>`)}</tbody></table>
${left > 0 ? html`<p class="notice">${count(left, 'more line')} not shown.</p>` : nothing}`;
}
