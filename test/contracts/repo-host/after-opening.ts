import { expect, test } from 'vitest';
import type { CheckReport } from '#shared/pull-request.ts';
import { cloned, FIX, type Place, pushed } from './place.ts';

const CHECK: Omit<CheckReport, 'commit'> = {
  ...{ repository: 'acme/shop', id: 'a task', conclusion: 'success' },
  ...{ title: 'All is well', summary: '| a | table |', detailsUrl: 'https://github.test/acme/shop/pull/1' },
};

/** What is promised of a pull request and its commit once it is open. */
export function promisesAfterOpening(open: () => Promise<Place>): void {
  test(`the open branches are those of open pull requests, at the commits they are at now`, async () => {
    const { host, merge } = await open();
    expect(await host.openBranches('acme/shop')).toEqual([]);
    const { number } = await host.openPullRequest(FIX);
    const head = await host.head('acme/shop', 'agent/fix');
    expect(await host.openBranches('acme/shop')).toEqual([{ branch: 'agent/fix', head }]);
    await pushed(await cloned(host, 'push', 'agent/fix'), 'agent/fix');
    const [moved] = await host.openBranches('acme/shop');
    expect(moved).toEqual({ branch: 'agent/fix', head: await host.head('acme/shop', 'agent/fix') });
    expect(moved?.head).not.toBe(head);
    await merge(number);
    expect(await host.openBranches('acme/shop')).toEqual([]);
    await expect(host.openBranches('acme/hidden')).rejects.toMatchObject({ code: 'repository_unreachable' });
  });

  test(`the text of a pull request is amended, and nothing else of it`, async () => {
    const { host, openPullRequests } = await open();
    const { number } = await host.openPullRequest(FIX);
    await host.amendPullRequest('acme/shop', number, (body) => `Look: ${body}`);
    expect(openPullRequests()).toMatchObject([{ title: FIX.title, body: `Look: ${FIX.body}`, base: 'main' }]);
    await host.amendPullRequest('acme/shop', number, (body) => body);
    await expect(host.amendPullRequest('acme/shop', 4_711, (body) => `${body}!`)).rejects.toMatchObject({
      code: 'repository_unreachable',
    });
  });

  test(`ten amendments at once are all there`, async () => {
    const { host, openPullRequests } = await open();
    const { number } = await host.openPullRequest({ ...FIX, body: '' });
    const amend = () => host.amendPullRequest('acme/shop', number, (body) => `${body}x`);
    await Promise.all(Array.from({ length: 10 }, amend));
    expect(openPullRequests()[0]?.body).toBe('x'.repeat(10));
  });

  test(`a check is shown once on its commit, and brought up to date after that`, async () => {
    const { host, checkRuns } = await open();
    const commit = (await host.head('acme/shop', 'agent/fix')) ?? '';
    const said = { ...CHECK, commit };
    await Promise.all(Array.from({ length: 5 }, () => host.reportCheck(said)));
    expect(checkRuns(commit)).toMatchObject([{ name: 'Bellhop', conclusion: 'success', title: 'All is well' }]);
    await host.reportCheck({ ...said, conclusion: 'neutral', title: 'Superseded', summary: 'Look elsewhere' });
    await host.reportCheck({ ...said, id: 'another task' });
    expect(checkRuns(commit).map(({ title }) => title)).toEqual(['All is well', 'Superseded']);
  });

  test(`a check is as long as GitHub takes it, and one on no commit is refused in words`, async () => {
    const { host, checkRuns } = await open();
    const commit = (await host.head('acme/shop', 'agent/fix')) ?? '';
    await host.reportCheck({ ...CHECK, commit, summary: '🛎'.repeat(70_000) });
    expect(checkRuns(commit)[0]?.summary).toMatch(/^🛎{10000}/u);
    await expect(host.reportCheck({ ...CHECK, commit: 'a'.repeat(40) })).rejects.toMatchObject({ whose: 'service' });
  });

  test(`without the permission for checks all the rest goes on, and the words name it`, async () => {
    const { host, forbid } = await open();
    forbid('checks');
    const commit = (await host.head('acme/shop', 'agent/fix')) ?? '';
    await host.openPullRequest(FIX);
    await expect(host.reportCheck({ ...CHECK, commit })).rejects.toMatchObject({
      code: 'github_permission_missing',
      remedy: expect.stringContaining('checks=write'),
    });
  });
}
