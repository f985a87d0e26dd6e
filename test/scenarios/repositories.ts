import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { PlaygroundRepository } from '#deploy/local/repositories.ts';

export type Files = Readonly<Record<string, string>>;

const made: string[] = [];
process.once('exit', () => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** A folder with files, gone with this process. */
function folderOf(files: Files): string {
  const folder = mkdtempSync(join(tmpdir(), 'bellhop-fixture-'));
  made.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** A repository of the playground. As a sample it may be worked on without a sandbox, where a machine has none. */
export const repositoryOf = (name: string, files: Files, sample = true): PlaygroundRepository => ({
  name,
  origin: { folder: folderOf(files) },
  sample,
});

/** The least that can be wrong and be mended: the check wants the word `right` in a file that says `wrong`. */
export const TINY: Files = {
  'README.md': 'Says whether it is right.\n',
  'value.txt': 'wrong\n',
  'check.sh': 'grep -q right value.txt\n',
  '.agent.yml': 'checks:\n  - name: test\n    run: sh check.sh\n',
};

interface Call {
  readonly tool: string;
  readonly input: Readonly<Record<string, unknown>>;
}

export const FINISH: Call = {
  tool: 'finish',
  input: { summary: 'Say right', why: 'It said wrong.', verify: 'sh check.sh', risk: 'None.', rollback: 'Revert it.' },
};
export const writes = (content: string, path = 'value.txt'): Call => ({
  tool: 'write',
  input: { path, text: content },
});
export const runs = (command: string): Call => ({ tool: 'bash', input: { command } });

/** A recording: one call a turn, then the fix rounds. Matches every request for the repository. */
export function cassetteOf(repository: string, calls: readonly Call[], fix: readonly (readonly Call[])[] = []): string {
  const turns = (played: readonly Call[]) => played.map((call) => ({ text: `I use ${call.tool}.`, calls: [call] }));
  const name = repository.replace('/', '-');
  const folder = folderOf({
    [`${name}.json`]: JSON.stringify({
      repository,
      request: '/./',
      turns: turns(calls),
      ...(fix.length > 0 && { fix: fix.map(turns) }),
    }),
  });
  return join(folder, `${name}.json`);
}

/** The tiny repository with the recording that mends it. */
export const tiny = (name = 'acme/tiny') => ({
  repositories: [repositoryOf(name, TINY)],
  cassettes: [cassetteOf(name, [writes('right\n'), FINISH])],
});
