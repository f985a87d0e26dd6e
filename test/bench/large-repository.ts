import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { execa } from 'execa';

/** About the shape of a web framework after some years: what is there now is a small part of all that ever was. */
const FILES = 3_000;
const COMMITS = 12_000;
const FILES_PER_COMMIT = 12;
/** Commits that are on `next` only, for a base branch that moves. */
const NEW_COMMITS = 5;

/** Makes a bare repository with a long past, the same one every time. `main` is a few commits behind `next`. */
export async function makeLargeRepository(folder: string): Promise<void> {
  await execa('git', ['init', '--quiet', '--bare', '--initial-branch=main', folder]);
  const child = spawn('git', ['-C', folder, 'fast-import', '--quiet', '--depth=50'], {
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  const exited = once(child, 'exit');
  await pipeline(Readable.from(history(randomOf(7)), { objectMode: false }), child.stdin);
  const [code] = await exited;
  if (code !== 0) throw new Error(`fast-import ended with ${code}`);
}

type Random = (below: number) => number;

/** All contents first, one file after the other, so that each is stored as its difference from the one before. */
function* history(random: Random): Generator<string> {
  const changes = Array.from({ length: COMMITS }, (_, commit) => changedIn(commit, random));
  const marks = new Map<string, number>();
  for (let file = 0; file < FILES; file++) {
    const lines = Array.from({ length: 10 + random(50) }, () => lineOf(random));
    const commits = changes.flatMap((files, commit) => (files.has(file) ? [commit] : []));
    for (const commit of commits) {
      lines[random(lines.length)] = lineOf(random);
      marks.set(`${commit}/${file}`, marks.size + 1);
      yield `blob\nmark :${marks.size}\n${data(lines.join('\n'))}`;
    }
  }
  for (const [commit, files] of changes.entries()) yield commitOf(commit, files, marks);
}

/** All of them at first; then some, and of those often the same few, as in any project. */
function changedIn(commit: number, random: Random): ReadonlySet<number> {
  if (commit === 0) return new Set(Array.from({ length: FILES }, (_, file) => file));
  return new Set(Array.from({ length: FILES_PER_COMMIT }, () => random(random(2) === 0 ? FILES / 10 : FILES)));
}

function commitOf(commit: number, files: ReadonlySet<number>, marks: ReadonlyMap<string, number>): string {
  const branch = commit < COMMITS - NEW_COMMITS ? 'main' : 'next';
  const parent = commit === COMMITS - NEW_COMMITS ? 'from refs/heads/main\n' : '';
  const lines = [...files].map((file) => `M 100644 :${marks.get(`${commit}/${file}`)} ${pathOf(file)}\n`);
  const committer = `committer Somebody <somebody@example.org> ${1_600_000_000 + 600 * commit} +0000`;
  return `commit refs/heads/${branch}\n${committer}\n${data(`Change ${commit}`)}${parent}${lines.join('')}\n`;
}

const pathOf = (file: number): string => `packages/part-${file % 40}/src/area-${file % 7}/file-${file}.ts`;

const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}\n`;

const lineOf = (random: Random): string =>
  `export const value${random(1_000)} = compute(${random(100_000)}, 'words ${random(1_000)}');`;

/** The same numbers on every machine. */
function randomOf(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
