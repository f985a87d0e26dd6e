import { githubRepoHost } from '#shared/adapters/github/repo-host.ts';
import { folderOf, git, openWorld, repositoryWithBranch, temporaryFolder } from '../deploy/local/github/world.ts';
import { keepsTheContract } from './repo-host.contract.ts';

keepsTheContract('github', async () => {
  let skippedMs = 0;
  const now = () => Date.now() + skippedMs;
  const github = await openWorld({ now, shop: await shopRepository() });
  const folder = await temporaryFolder();
  await git(folder, 'init', '--quiet');
  await github.addRepository('acme/empty', { repository: folder });
  await github.addRepository('acme/archived', { folder: await folderOf({}) }, { archived: true });
  await github.addRepository('acme/hidden', { folder: await folderOf({}) }, { installed: false });
  const open = () =>
    githubRepoHost({
      appId: github.app.id,
      privateKey: github.app.privateKey,
      apiUrl: github.apiUrl,
      now,
      secondMs: 10,
    });
  return {
    host: open(),
    other: open(),
    openPullRequests: () => github.pullRequests('acme/shop').filter(({ state }) => state === 'open'),
    checkRuns: (commit) => github.checkRuns('acme/shop', commit),
    forbid: github.forbid,
    merge: (number) => github.merge('acme/shop', number),
    close: (number) => github.closePullRequest('acme/shop', number),
    comment: (number, by, said) => github.comment('acme/shop', number, by, said),
    pass: (ms) => {
      skippedMs += ms;
    },
  };
});

async function shopRepository(): Promise<string> {
  const folder = await repositoryWithBranch('agent/fix', {
    'docs/größe #1.md': '🛎\n',
    'long.txt': `x${'é'.repeat(200_000)}`,
  });
  await git(folder, 'branch', 'develop');
  await git(folder, 'checkout', '--quiet', '--orphan', 'alone');
  await git(folder, 'commit', '--quiet', '--allow-empty', '-m', 'Alone');
  await git(folder, 'checkout', '--quiet', '--force', 'main');
  return folder;
}
