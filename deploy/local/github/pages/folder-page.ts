import { html } from 'hono/html';
import { type Entry, folderAt } from '../git-read.ts';
import { countCommits, history } from '../history.ts';
import type { Host } from '../host.ts';
import type { Place } from '../refs.ts';
import { fullName, type Repository } from '../repositories.ts';
import { notFound } from '../rest/refusal.ts';
import { addresses } from './addresses.ts';
import { bytes } from './bytes.ts';
import { count } from './count.ts';
import { readText } from './file-text.ts';
import { code, type Html, nothing, prose } from './html.ts';
import { document, type Visit } from './layout.ts';
import { markdownView } from './markdown-view.ts';
import { claimedMoment } from './moment.ts';
import { pathView } from './path-view.ts';
import { repositoryHeader } from './repository-header.ts';

const MOST_ENTRIES = 1_000;

/** What lies in a folder of a branch, tag or commit, with its README; the top folder is the front page. */
export async function folderPage(host: Host, visit: Visit, repository: Repository, place: Place): Promise<Html> {
  const { git } = host;
  const { gitDir } = repository;
  const entries = await folderAt(git, gitDir, place.commit, place.path);
  if (entries.length === 0 && place.path !== '') throw notFound();
  const content = html`<h1 class="path">${pathView(repository, place)}</h1>
<h2 class="spoken">Files</h2>
<ul class="rows files">${await newestCommit(host, repository, place)}${entryRows(repository, place, entries)}</ul>
${leftOut(entries)}
${await readme(host, repository, entries)}`;
  const title = `${fullName(repository)}${place.path === '' ? '' : ` / ${place.path}`} · Local GitHub`;
  return document(visit, { title, header: repositoryHeader(host, repository, 'code'), content });
}

/** The front page of a repository nobody committed to. */
export function emptyRepositoryPage(host: Host, visit: Visit, repository: Repository): Html {
  const content = html`<h1>${repository.name}</h1><p class="empty">This repository is empty: it has no commit yet.</p>`;
  const title = `${fullName(repository)} · Local GitHub`;
  return document(visit, { title, header: repositoryHeader(host, repository, 'code'), content });
}

async function newestCommit({ git, now }: Host, repository: Repository, { commit, ref }: Place): Promise<Html> {
  const [newest] = await history(git, repository.gitDir, commit, { most: 1 });
  const all = count(await countCommits(git, repository.gitDir, commit), 'commit');
  if (newest === undefined) return nothing;
  const { title, author, date } = newest;
  return html`<li class="newest"><span><a href="${addresses.commit(repository, commit)}">${title === '' ? 'No message' : prose(title)}</a> <span class="soft">${prose(author)}, ${claimedMoment(date, now())}</span></span> <span class="soft"><a href="${addresses.commits(repository, ref)}">${all}</a></span></li>`;
}

function entryRows(repository: Repository, place: Place, entries: readonly Entry[]): readonly Html[] {
  const foldersFirst = entries.toSorted((one, other) => Number(other.type === 'dir') - Number(one.type === 'dir'));
  return foldersFirst.slice(0, MOST_ENTRIES).map((entry) => entryRow(repository, place, entry));
}

function leftOut(entries: readonly Entry[]): Html {
  const left = entries.length - MOST_ENTRIES;
  return left > 0 ? html`<p class="notice">${count(left, 'more file')} of this folder not listed.</p>` : nothing;
}

function entryRow(repository: Repository, { ref }: Place, { type, path, size }: Entry): Html {
  const name = code(path.split('/').at(-1) ?? path);
  switch (type) {
    case 'dir':
      return html`<li>${FOLDER}<a href="${addresses.folder(repository, ref, path)}">${name}<span class="spoken"> (folder)</span></a></li>`;
    case 'submodule':
      return html`<li>${FILE}<span>${name}</span> <span class="soft">submodule</span></li>`;
    default:
      return html`<li>${FILE}<a href="${addresses.file(repository, ref, path)}">${name}</a> <span class="soft">${type === 'symlink' ? 'link' : bytes(size)}</span></li>`;
  }
}

const FOLDER = html`<svg aria-hidden="true" class="icon folder" viewBox="0 0 16 16" width="16" height="16"><path d="M1.5 4v8.5h13V5.5H8L6.5 4z"/></svg>`;
const FILE = html`<svg aria-hidden="true" class="icon" viewBox="0 0 16 16" width="16" height="16"><path d="M3.5 1.5h6l3 3v10h-9z M9.5 1.5v3h3"/></svg>`;

async function readme(host: Host, repository: Repository, entries: readonly Entry[]): Promise<Html> {
  const entry = entries.find(({ type, path }) => type === 'file' && /(?:^|\/)readme\.(?:md|markdown)$/i.test(path));
  if (entry === undefined) return nothing;
  const text = await readText(host, repository, entry);
  if (text === undefined) return nothing;
  const name = entry.path.split('/').at(-1) ?? entry.path;
  return html`<section class="box readme" aria-labelledby="readme"><h2 id="readme" class="box-head">${name}</h2>${await markdownView(host.markdown, text)}</section>`;
}
