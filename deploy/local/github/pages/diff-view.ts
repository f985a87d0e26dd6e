import { html } from 'hono/html';
import { type Content, type Diff, type FileDiff, MOST_LINES_OF_FILE } from '../diff/diff.ts';
import type { DiffLine, Hunk } from '../diff/patch.ts';
import { count } from './count.ts';
import { clippedCode, code, type Html, nothing } from './html.ts';

/** Every changed file, with its lines as far as they are worth reading in a browser. */
export function diffView(diff: Diff): Html {
  if (diff.fileCount === 0) return html`<p class="empty">No file differs.</p>`;
  return html`<p class="summary">${count(diff.fileCount, 'file')} changed, ${sizeView(diff)}</p>
${diff.files.length > 1 ? contents(diff) : nothing}
${diff.files.map(fileView)}
${diff.filesLeftOut > 0 ? html`<p class="notice">${count(diff.filesLeftOut, 'more file')} changed and ${diff.filesLeftOut === 1 ? 'is' : 'are'} not listed here.</p>` : nothing}`;
}

/** `+3 −1`, which a screen reader says in words. */
export function sizeView({ added, deleted }: { added: number; deleted: number }): Html {
  return html`<span class="size"><span class="plus" aria-hidden="true">+${added}</span> <span class="minus" aria-hidden="true">−${deleted}</span><span class="spoken">${count(added, 'line')} added, ${count(deleted, 'line')} removed</span></span>`;
}

function contents({ files }: Diff): Html {
  return html`<nav aria-label="Changed files"><ol class="changed">${files.map(
    (file, index) =>
      html`<li><a href="#file-${index + 1}">${code(file.path)}</a> <span class="soft">${KINDS[file.kind]}</span> ${fileSize(file)}</li>`,
  )}</ol></nav>`;
}

function fileSize(file: FileDiff): Html {
  if (file.binary) return html`<span class="size">binary</span>`;
  return file.added + file.deleted === 0 ? nothing : sizeView(file);
}

const KINDS: Readonly<Record<FileDiff['kind'], string>> = {
  added: 'new',
  deleted: 'removed',
  modified: '',
  renamed: 'moved',
  retyped: 'of another kind now',
};

function fileView(file: FileDiff, index: number): Html {
  return html`<details class="file" id="file-${index + 1}" open>
<summary><h3>${file.oldPath === undefined ? nothing : html`${code(file.oldPath)} → `}${code(file.path)}</h3> <span class="soft">${KINDS[file.kind]}${modeWords(file)}</span> ${fileSize(file)}</summary>
${contentView(file, file.content)}
</details>`;
}

const MODES: Readonly<Record<string, string>> = {
  '100644': 'a plain file',
  '100755': 'executable',
  '120000': 'a symbolic link',
  '160000': 'a submodule',
};

function modeWords({ kind, modes: { before, after } }: FileDiff): string {
  const known = kind === 'modified' || kind === 'renamed' || kind === 'retyped';
  if (known) return before === after ? '' : ` ${MODES[after] ?? after}, was ${MODES[before] ?? before}`;
  const mode = kind === 'added' ? after : before;
  return mode === '100644' ? '' : ` ${MODES[mode] ?? mode}`;
}

function contentView(file: FileDiff, content: Content): Html {
  switch (content.kind) {
    case 'lines':
      return html`${linesView(file, content.hunks)}${content.cut ? note('The rest of this file is too long to be shown here.') : nothing}`;
    case 'binary':
      return note('A binary file: its content cannot be shown as lines.');
    case 'unchanged':
      return note('No line changed.');
    case 'left out':
      return note(
        content.because === 'file'
          ? `More than ${MOST_LINES_OF_FILE} lines changed, too many to be shown here.`
          : 'Not shown: the whole change is too large for one page.',
      );
    default:
      return content satisfies never;
  }
}

function note(words: string): Html {
  return html`<p class="note">${words}</p>`;
}

function linesView(file: FileDiff, hunks: readonly Hunk[]): Html {
  return html`<table class="lines"><caption>Changes in ${code(file.path)}</caption>
<colgroup><col class="at"><col class="at"><col></colgroup>
<thead><tr><th scope="col">Line before</th><th scope="col">Line now</th><th scope="col">Content</th></tr></thead>
${hunks.map(hunkView)}</table>`;
}

function hunkView({ place, lines }: Hunk): Html {
  const [first] = lines;
  const words = `Line ${first?.after ?? first?.before ?? 0}`;
  return html`<tbody><tr class="place"><td colspan="3">${words}${place === '' ? nothing : html` · ${clippedCode(place)}`}</td></tr>${lines.map(lineView)}</tbody>`;
}

const CLASSES = { '+': 'added', '-': 'removed', ' ': 'same' } as const;
const SIGNS = { '+': '+', '-': '−', ' ': '' } as const;

// A carriage return before the end of a line shows where it may have come or gone; elsewhere it is only noise.
function lineView({ sign, before, after, text, unended }: DiffLine): Html {
  const shown = sign === ' ' ? text.replace(/\r$/, '') : text;
  return html`<tr class="${CLASSES[sign]}"><td>${before}</td><td>${after}</td><td><span class="sign">${SIGNS[sign]}</span>${clippedCode(shown)}${unended ? html` <span class="unseen">no newline at the end</span>` : nothing}</td></tr>`;
}
