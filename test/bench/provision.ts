import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { type LocalGitHub, startGitHub } from '#deploy/local/github/server.ts';
import { githubRepoHost } from '#shared/adapters/github/repo-host.ts';
import { openMirror } from '#worker/cache/mirror.ts';
import { openShelves } from '#worker/cache/shelves.ts';
import { checkOut } from '#worker/commits.ts';
import { openGit } from '#worker/git.ts';
import { copyRoom, makeFolders } from '#worker/rooms.ts';
import { bring } from '#worker/steps/bring.ts';
import { makeLargeRepository } from './large-repository.ts';
import { type Figure, figure, median } from './measure.ts';

const RUNS = 5;
const REPOSITORY = 'acme/large';
const NEVER = new AbortController().signal;

interface Place {
  readonly folder: string;
  readonly url: string;
  readonly token: string;
  /** Git on the bare repository itself. */
  git(...args: string[]): Promise<string>;
}

/**
 * Until the code of a large repository lies in a workspace, by a plain `git clone` and by ours, with nothing known of it
 * and with what was known before its base branch moved. Same server, same transport, in turns.
 */
export async function provision(): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bellhop-provision-'));
  const github = await startGitHub({ dataDir: join(folder, 'github') });
  try {
    const place = await serve(github, folder);
    const took: Record<'clone' | 'cold' | 'warm' | 'room', number[]> = { clone: [], cold: [], warm: [], room: [] };
    for (let run = 0; run < RUNS; run++) {
      // Nothing is deleted in between: some file systems make new files slowly for a minute after many were.
      const at = (name: string) => join(folder, `${name}-${run}`);
      await place.git('update-ref', 'refs/heads/main', 'before');
      took.clone.push(await clone(place, at('clone')));
      took.cold.push((await ours(place, at('cache'), at('cold'))).codeMs);
      await place.git('update-ref', 'refs/heads/main', 'next');
      const { codeMs, roomMs } = await ours(place, at('cache'), at('warm'));
      took.warm.push(codeMs);
      took.room.push(roomMs);
    }
    const baseline = Math.round(median(took.clone));
    return [
      figure('provision.cold', median(took.cold), 'ms', { baseline }),
      figure('provision.warm', median(took.warm), 'ms', { baseline }),
      figure('provision.agent_room', median(took.room), 'ms'),
      figure('provision.cold_ratio', median(took.cold) / baseline, 'ratio', { aim: 1 / 3 }),
      figure('provision.warm_ratio', median(took.warm) / baseline, 'ratio', { aim: 1 / 10 }),
    ];
  } finally {
    await github.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Packed as hosts keep what is cloned often, so that the clone has nothing to wait for but itself. */
async function serve(github: LocalGitHub, folder: string): Promise<Place> {
  const made = join(folder, 'made.git');
  await makeLargeRepository(made);
  await github.addRepository(REPOSITORY, { repository: made });
  await rm(made, { recursive: true });
  const bare = join(folder, 'github', 'repositories', `${REPOSITORY}.git`);
  const git = async (...args: string[]) => (await execa('git', ['-C', bare, ...args])).stdout;
  await git('update-ref', 'refs/tags/before', 'main');
  await git('repack', '-a', '-d', '--quiet', '--write-bitmap-index');
  const { app, apiUrl, url } = github;
  const host = githubRepoHost({ appId: app.id, privateKey: app.privateKey, apiUrl });
  const { token } = await host.token(REPOSITORY, 'read');
  return { folder, url: `${url}/${REPOSITORY}.git`, token, git };
}

async function clone({ url, token }: Place, target: string): Promise<number> {
  const header = `http.extraHeader=Authorization: Basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`;
  const startedAt = performance.now();
  await execa('git', ['-c', header, 'clone', '--quiet', url, target]);
  return performance.now() - startedAt;
}

/** As the step does it: up to the files in the pristine room, and from there the copy that the agent works in. */
async function ours({ url, token }: Place, cache: string, root: string) {
  const startedAt = performance.now();
  const folders = await makeFolders(root);
  const git = openGit(folders.gitDirectory, process.env);
  const shelves = await openShelves(cache, (event, error) => console.error(event, error), NEVER);
  const mirror = shelves && openMirror(shelves.mirrors, url);
  const assignment = {
    request: { repository: REPOSITORY, words: '' },
    base: 'main',
    branch: 'agent/t0',
    cloneUrl: url,
  };
  const bot = { token: async () => token };
  const { base } = await bring({ assignment, bot, git, keepSecret: () => undefined, mirror }, NEVER);
  await checkOut(git, base, { workTree: folders.pristine.workspace, signal: NEVER });
  const codeMs = performance.now() - startedAt;
  await copyRoom(folders.pristine, folders.agent, NEVER);
  await checkOut(git, base, { workTree: folders.agent.workspace, signal: NEVER });
  return { codeMs, roomMs: performance.now() - startedAt - codeMs };
}
