// Runs inside the sandbox for as long as the agent works and does what its tools ask of files, so that a call needs no
// process of its own. One line of JSON asks, one line answers; it runs nothing that the repository brings.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { constants, promises as files, lstatSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';

const MOST_BYTES = 64 * 1024 * 1024;
const MOST_TEXT_BYTES = 2 * 1024 * 1024;
const MOST_FOUND_BYTES = 1024 * 1024;
const SNIFFED_BYTES = 8_000;
/** What a git says that was built without Perl's expressions. */
const WITHOUT_PERL = /cannot use Perl/i;

const ACTS = { read, text, write, search, changes };

for await (const line of createInterface({ input: process.stdin })) {
  const { id, act, ...about } = JSON.parse(line);
  const answer = await ACTS[act](about).catch(({ code, message }) => ({ problem: code ?? 'other', words: message }));
  process.stdout.write(`${JSON.stringify({ id, ...answer })}\n`);
}

/** Some lines of a file, or all that is in a folder. */
async function read({ path, from, count, lineCharacters }) {
  const { bytes, ...otherwise } = await lookAt(path, MOST_BYTES);
  if (!bytes) return otherwise;
  if (bytes.subarray(0, SNIFFED_BYTES).includes(0)) return { problem: 'binary', words: `${bytes.length} bytes` };
  const ends = lineEnds(bytes);
  const shown = ends.slice(from - 1, from - 1 + count);
  const lines = shown.map((end, index) => clipped(bytes.subarray(ends[from + index - 2] ?? 0, end), lineCharacters));
  return { lines, total: ends.length };
}

/** A whole file that is text. */
async function text({ path }) {
  const { bytes, entries, ...otherwise } = await lookAt(path, MOST_TEXT_BYTES);
  if (entries) return { problem: 'EISDIR', words: 'a folder' };
  if (!bytes) return otherwise;
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    // Writing it back as UTF-8 would change bytes nobody asked to change.
    return { problem: 'not_text', words: 'not UTF-8' };
  }
}

/** Never waits: a pipe is opened too, and then found to be no file. */
async function lookAt(path, mostBytes) {
  const file = await files.open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const about = await file.stat();
    if (about.isDirectory()) return { entries: await entriesOf(path) };
    if (!about.isFile()) return { problem: 'no_file', words: 'neither a file nor a folder' };
    if (about.size > mostBytes) return { problem: 'too_large', words: `${about.size} bytes` };
    return { bytes: await file.readFile() };
  } finally {
    await file.close();
  }
}

async function entriesOf(path) {
  const entries = await files.readdir(path, { withFileTypes: true });
  return entries.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name)).sort();
}

/** Where each line ends, line break and all. */
function lineEnds(bytes) {
  const ends = [];
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) ends.push(at + 1);
  if (bytes.length > (ends.at(-1) ?? 0)) ends.push(bytes.length);
  return ends;
}

/** Of a line that is too long the beginning. Four bytes are the most a character has. */
function clipped(bytes, mostCharacters) {
  const line = bytes
    .subarray(0, 4 * mostCharacters + 4)
    .toString()
    .replace(/\r?\n$/, '');
  return line.length > mostCharacters ? `${line.slice(0, mostCharacters)} [… cut …]` : line;
}

async function write({ path, text: content }) {
  await files.mkdir(dirname(path), { recursive: true });
  const { O_WRONLY, O_CREAT, O_TRUNC, O_NONBLOCK } = constants;
  await files.writeFile(path, content, { flag: O_WRONLY | O_CREAT | O_TRUNC | O_NONBLOCK });
  return {};
}

/** Lines that match, in all files git does not ignore. */
async function search({ pattern, path, literal, ignoreCase, context }) {
  const options = [
    '-I',
    '-n',
    '--no-color',
    ...(ignoreCase ? ['-i'] : []),
    ...(context > 0 ? ['-C', `${context}`] : []),
  ];
  // Not asked of the index: there may be no git directory, and what was just written is not in it.
  const grep = ['grep', '--no-index', '--exclude-standard', ...options];
  const find = (syntax) => git([...grep, syntax, '-e', pattern, '--', path], MOST_FOUND_BYTES);
  const first = await find(literal ? '-F' : '-P');
  const { code, output, complaint, isCut } = WITHOUT_PERL.test(first.complaint) ? await find('-E') : first;
  // 1: nothing was found.
  return code === 0 || code === 1 || isCut ? { found: output, isCut } : { problem: 'search', words: complaint };
}

/** A text that is another one once the files are others; empty where nobody can tell. */
async function changes() {
  const { code, output } = await git(
    ['status', '--porcelain', '-z', '--untracked-files=all', '--no-renames'],
    MOST_BYTES,
  );
  if (code !== 0) return { changes: '' };
  const hash = createHash('sha256').update(output);
  for (const entry of output.split('\0')) {
    const about = lstatSync(entry.slice(3), { throwIfNoEntry: false });
    hash.update(`${about?.size} ${about?.mtimeMs};`);
  }
  return { changes: hash.digest('hex') };
}

function git(args, maxBuffer) {
  const env = { ...process.env, GIT_OPTIONAL_LOCKS: '0', GIT_CEILING_DIRECTORIES: dirname(process.cwd()) };
  const { promise, resolve } = Promise.withResolvers();
  execFile('git', args, { maxBuffer, env }, (error, output, complaint) => {
    const isCut = error?.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER';
    resolve({ code: error ? error.code : 0, output, complaint: complaint || (error?.message ?? ''), isCut });
  });
  return promise;
}
