import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { onTestFinished } from 'vitest';
import { type Git, openGit } from '#worker/git.ts';

/** A file's text, where a link leads, or a commit of another repository. */
type Content = string | { readonly link: string } | { readonly submodule: string };

export interface Repository {
  readonly git: Git;
  readonly base: string;
  /** What git was asked so far, and how much it answered. */
  readonly asked: { readonly args: readonly string[]; readonly characters: number }[];
}

/** A real commit of any files, under any names, that never lie in a folder. */
export async function commitOf(files: Readonly<Record<string, Content>>): Promise<Repository> {
  const folder = await mkdtemp(join(tmpdir(), 'bellhop-survey-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const directory = join(folder, '.git');
  await execa('git', ['init', '--quiet', '--bare', directory]);
  await execa('git', ['--git-dir', directory, 'fast-import', '--quiet'], { input: importOf(files) });
  const git = openGit(directory, { PATH: process.env.PATH ?? '' });
  const asked: { args: readonly string[]; characters: number }[] = [];
  return {
    base: (await git.run(['rev-parse', 'refs/heads/main'])).trim(),
    asked,
    git: {
      directory,
      async run(args, how) {
        const answer = await git.run(args, how);
        asked.push({ args, characters: answer.length });
        return answer;
      },
    },
  };
}

/** Each text once, however many files have it. */
function importOf(files: Readonly<Record<string, Content>>): string {
  const marks = new Map<string, number>();
  const changes = Object.entries(files).map(([path, content]) => {
    const named = JSON.stringify(path);
    if (typeof content === 'object' && 'submodule' in content) return `M 160000 ${content.submodule} ${named}`;
    const [mode, text] = typeof content === 'string' ? ['100644', content] : ['120000', content.link];
    const mark = marks.get(text) ?? marks.size + 1;
    marks.set(text, mark);
    return `M ${mode} :${mark} ${named}`;
  });
  const blobs = [...marks].map(([text, mark]) => `blob\nmark :${mark}\ndata ${Buffer.byteLength(text)}\n${text}`);
  const head = ['commit refs/heads/main', 'committer S <s@example.org> 0 +0000', 'data 0'];
  return `${[...blobs, ...head, ...changes].join('\n')}\n`;
}
