import { describe, expect, test } from 'vitest';
import type { PullRequestDraft } from '#shared/pull-request.ts';
import { git, temporaryFolder, writeFiles } from '../deploy/local/github/world.ts';
import { titleOf } from './contract.ts';
import { promisesAfterOpening } from './repo-host/after-opening.ts';
import { cloned, FIX, type Place, pushed, withToken } from './repo-host/place.ts';
import { presentationAndRemarks } from './repo-host/presentation-and-remarks.ts';

const HOUR_MS = 60 * 60 * 1000;
/** What every RepoHost promises. */
export function keepsTheContract(adapter: string, open: () => Promise<Place>): void {
  describe(titleOf({ port: 'RepoHost', adapter }), () => {
    presentationAndRemarks(open);

    test(`a repository is described, its address without credentials`, async () => {
      const { host } = await open();
      const { cloneUrl, ...rest } = await host.repository('acme/shop');
      expect(rest).toEqual({ name: 'acme/shop', defaultBranch: 'main' });
      expect(new URL(cloneUrl)).toMatchObject({ username: '', password: '', pathname: '/acme/shop.git' });
    });

    test(`what cannot be reached or changed says which repository, and what to do`, async () => {
      const { host } = await open();
      for (const missing of ['acme/hidden', 'acme/none', 'acme', 'a/../b', 'acme/..', '']) {
        const words = { code: 'repository_unreachable', whose: 'yours', message: expect.stringContaining(missing) };
        await expect(host.repository(missing), missing).rejects.toMatchObject(words);
      }
      const archived = {
        code: 'repository_archived',
        whose: 'yours',
        message: expect.stringContaining('acme/archived'),
      };
      await expect(host.repository('acme/archived')).rejects.toMatchObject(archived);
      await expect(host.token('acme/hidden', 'read')).rejects.toMatchObject({ code: 'repository_unreachable' });
    });

    test(`a branch has its commit; no branch and an empty repository have none`, async () => {
      const { host } = await open();
      const clone = await cloned(host, 'read');
      expect(await host.head('acme/shop', 'agent/fix')).toBe(
        (await git(clone, 'rev-parse', 'origin/agent/fix')).stdout,
      );
      for (const branch of ['none', '', '..', 'agent', 'a b', 'main?x=1#y', '../../acme/shop']) {
        expect(await host.head('acme/shop', branch), branch).toBeUndefined();
      }
      expect(await host.head('acme/empty', 'main')).toBeUndefined();
    });

    test(`a file is read at a ref, cut at 256 KiB, and undefined when it is not there`, async () => {
      const { host } = await open();
      expect(await host.file('acme/shop', 'README.md', 'main')).toBe('# Shop\n');
      expect(await host.file('acme/shop', 'docs/größe #1.md', 'agent/fix')).toBe('🛎\n');
      const long = (await host.file('acme/shop', 'long.txt', 'agent/fix')) ?? '';
      expect(Buffer.byteLength(long)).toBe(256 * 1024 - 1);
      expect(long).toMatch(/^x(?:é)+$/);
      for (const path of ['none', 'docs', '', '/', '..', '../..', 'README.md/x', 'docs/']) {
        expect(await host.file('acme/shop', path, 'main'), path).toBeUndefined();
      }
      expect(await host.file('acme/shop', 'README.md', 'none')).toBeUndefined();
      expect(await host.file('acme/empty', 'README.md', 'main')).toBeUndefined();
    });

    test(`a read token clones and does not push`, async () => {
      const { host } = await open();
      const clone = await cloned(host, 'read');
      expect((await pushed(clone, 'agent/more')).exitCode).not.toBe(0);
      expect(await host.head('acme/shop', 'agent/more')).toBeUndefined();
    });

    test(`a push token pushes to its one repository only`, async () => {
      const { host } = await open();
      const clone = await cloned(host, 'push');
      expect((await pushed(clone, 'agent/more')).exitCode).toBe(0);
      expect(await host.head('acme/shop', 'agent/more')).toBe((await git(clone, 'rev-parse', 'HEAD')).stdout);
      const { token } = await host.token('acme/shop', 'push');
      const { cloneUrl } = await host.repository('acme/empty');
      expect((await git(clone, 'ls-remote', withToken(cloneUrl, token))).exitCode).not.toBe(0);
    });

    test(`a push token may not change a workflow file`, async () => {
      const { host } = await open();
      const clone = await cloned(host, 'push');
      await writeFiles(clone, { '.github/workflows/ci.yml': 'on: push\n' });
      expect((await pushed(clone, 'agent/more')).exitCode).not.toBe(0);
    });

    test(`a token lives at most an hour, and ends when it is revoked; revoking it again is no error`, async () => {
      const { host, pass } = await open();
      const { cloneUrl } = await host.repository('acme/shop');
      const [revoked, kept] = [await host.token('acme/shop', 'read'), await host.token('acme/shop', 'read')];
      const reads = async ({ token }: { token: string }) =>
        (await git(await temporaryFolder(), 'ls-remote', withToken(cloneUrl, token))).exitCode === 0;
      await host.revoke(revoked.token);
      await host.revoke(revoked.token);
      await host.revoke('never was one');
      expect([await reads(revoked), await reads(kept)]).toEqual([false, true]);
      pass(HOUR_MS);
      expect(await reads(kept)).toBe(false);
      await host.revoke(kept.token);
      expect(await reads(await host.token('acme/shop', 'read'))).toBe(true);
    });

    test(`the host goes on when hours have passed`, async () => {
      const { host, pass } = await open();
      const head = await host.head('acme/shop', 'main');
      pass(5 * HOUR_MS);
      expect(await host.head('acme/shop', 'main')).toBe(head);
    });

    test(`a pull request is opened once and brought up to date after that`, async () => {
      const { host, openPullRequests } = await open();
      const opened = await host.openPullRequest({ ...FIX, draft: true });
      expect(opened).toMatchObject({
        draft: true,
        url: expect.stringMatching(/^https?:\/\/.*\/acme\/shop\/pull\/\d+$/),
      });
      expect(await host.openPullRequest({ ...FIX, title: 'Fix it', body: 'Better', base: 'develop' })).toEqual(opened);
      expect(openPullRequests()).toMatchObject([{ title: 'Fix it', body: 'Better', base: 'develop', draft: true }]);
    });

    test(`ten at once open one pull request`, async () => {
      const { host, other, openPullRequests } = await open();
      const hosts = Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? host : other));
      const results = await Promise.all(hosts.map((each) => each.openPullRequest(FIX)));
      expect(new Set(results.map(({ number }) => number)).size).toBe(1);
      expect(openPullRequests()).toHaveLength(1);
    });

    test(`at once for two bases it is one pull request too, of the base asked for last`, async () => {
      const { host, openPullRequests } = await open();
      await Promise.all(['main', 'develop'].map((base) => host.openPullRequest({ ...FIX, base })));
      expect(openPullRequests()).toMatchObject([{ base: 'develop' }]);
    });

    test(`after a merge the branch gets a new one, and the merged one is remembered, newest first`, async () => {
      const { host, openPullRequests, merge, pass } = await open();
      const first = await host.openPullRequest(FIX);
      expect(await host.recentPullRequests('acme/shop', 5)).toEqual([]);
      await merge(first.number);
      const clone = await cloned(host, 'push', 'agent/fix');
      await pushed(clone, 'agent/fix');
      const second = await host.openPullRequest({ ...FIX, title: 'Again', body: '' });
      expect(openPullRequests()).toMatchObject([{ number: second.number }]);
      pass(60_000);
      await merge(second.number);
      const merged = await host.recentPullRequests('acme/shop', 5);
      expect(merged).toEqual([
        { number: second.number, title: 'Again', body: '' },
        { number: first.number, title: FIX.title, body: FIX.body },
      ]);
      expect(await host.recentPullRequests('acme/shop', 1)).toEqual(merged.slice(0, 1));
    });

    test(`text that is too long or not fit for GitHub is made to fit`, async () => {
      const { host, openPullRequests } = await open();
      await host.openPullRequest({ ...FIX, title: `Fix\n${'🛎'.repeat(300)}`, body: `\0\ud800${'🛎'.repeat(70_000)}` });
      const { title = '', body = '' } = openPullRequests()[0] ?? {};
      expect(title).toMatch(/^Fix 🛎{250}.*…$/u);
      expect([[...title].length, [...body].length]).toEqual([256, 65_536]);
      expect(body).toMatch(/^\ufffd🛎+\n\n… \(cut here/u);
    });

    test(`what cannot be proposed is told in words`, async () => {
      const { host, openPullRequests } = await open();
      const refused = async (change: Partial<PullRequestDraft>) => await host.openPullRequest({ ...FIX, ...change });
      await expect(refused({ base: 'none' })).rejects.toMatchObject({ code: 'branch_missing', whose: 'yours' });
      await expect(refused({ branch: 'none' })).rejects.toMatchObject({ code: 'branch_missing', whose: 'yours' });
      await expect(refused({ branch: 'develop' })).rejects.toMatchObject({
        code: 'nothing_to_propose',
        whose: 'yours',
      });
      await expect(refused({ repository: 'acme/hidden' })).rejects.toMatchObject({ code: 'repository_unreachable' });
      expect(openPullRequests()).toEqual([]);
    });

    promisesAfterOpening(open);
  });
}
