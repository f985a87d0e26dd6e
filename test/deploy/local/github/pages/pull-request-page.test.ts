import { expect, test } from 'vitest';
import type { LocalGitHub } from '#deploy/local/github/server.ts';
import { call, cloneWithChange, git, repositoryWithBranch, tokenFor } from '../world.ts';
import { act, as, look, openPull, worldWithPull } from './browse.ts';

const PULL = '/acme/shop/pull/1';

test('the whole loop can be walked: read, comment, close, reopen, merge', async () => {
  const github = await worldWithPull();
  expect((await look(github, PULL)).text).toMatch(
    /Fix the cart #1 Open bellhop\[bot\] wants to merge 1 commit into main/,
  );
  expect((await act(github, `${PULL}/comment`, { body: 'Is this **all**?' }, as('ben'))).status).toBe(303);
  expect((await look(github, PULL)).html).toContain('<p>Is this <strong>all</strong>?</p>');
  await act(github, `${PULL}/close`, {}, as('ben'));
  expect(github.pullRequests('acme/shop')).toMatchObject([{ state: 'closed' }]);
  expect((await look(github, PULL)).text).toMatch(/Closed bellhop\[bot\] wanted to merge.*ben closed this/);
  await act(github, `${PULL}/reopen`, {}, as('cleo'));
  const merged = await act(github, `${PULL}/merge`, {}, as('cleo'));
  expect(merged.headers.get('location')).toBe(`${PULL}#status`);
  const { text } = await look(github, PULL);
  expect(text).toMatch(/ben closed this.*cleo reopened this.*cleo merged this as [0-9a-f]{7}/);
  expect(text).not.toContain('Close pull request');
});

test('a merge is a real one, by whoever pressed the button', async () => {
  const github = await worldWithPull();
  await act(github, `${PULL}/merge`, {}, as('ben'));
  const token = await tokenFor(github, { contents: 'read' });
  const { data } = await call(github, token, 'GET /repos/acme/shop/commits/main');
  expect(data.commit).toMatchObject({ author: { name: 'ben' }, message: expect.stringContaining('Fix the cart') });
  expect(data.parents).toHaveLength(2);
  expect((await look(github, '/acme/shop/blob/main/new.txt')).status).toBe(200);
});

test('the three parts of a pull request count what they hold', async () => {
  const github = await worldWithPull();
  const { text } = await look(github, `${PULL}/files`);
  expect(text).toMatch(/Conversation 0 Commits 1 Files changed 1 \+1 −0/);
  expect(text).toMatch(/new\.txt new \+1 −0.*1 \+new/);
  expect((await look(github, `${PULL}/commits`)).text).toMatch(/Work on agent\/fix [0-9a-f]{7} · Ann/);
});

test('a draft is shown as one, cannot be merged, and becomes ready', async () => {
  const github = await worldWithPull({ draft: true });
  expect((await look(github, PULL)).text).toMatch(/Draft bellhop\[bot\].*A draft cannot be merged\. Ready for review/);
  expect((await act(github, `${PULL}/merge`)).text).toMatch(/That was not done\..*It is a draft\./);
  expect((await act(github, `${PULL}/ready`)).status).toBe(303);
  expect(github.pullRequests('acme/shop')).toMatchObject([{ draft: false, state: 'open' }]);
  expect((await look(github, PULL)).text).toMatch(/ana marked this as ready for review.*Merge pull request/);
});

async function conflicting(): Promise<LocalGitHub> {
  const shop = await repositoryWithBranch('agent/fix', { 'README.md': '# One\n' });
  await git(shop, 'checkout', '--quiet', '-b', 'other', 'main');
  await git(shop, 'rm', '--quiet', 'README.md');
  await git(shop, 'commit', '--quiet', '-m', 'Drop it');
  await git(shop, 'checkout', '--quiet', 'main');
  await git(shop, 'merge', '--quiet', 'other');
  return await worldWithPull({}, shop);
}

test('a conflict is said with its files, and there is no button to merge', async () => {
  const github = await conflicting();
  const { text } = await look(github, PULL);
  expect(text).toMatch(/cannot be merged into main\. Both branches changed the same places\. Conflicts in: README\.md/);
  expect(text).not.toContain('Merge pull request');
  const refused = await act(github, `${PULL}/merge`);
  expect(refused).toMatchObject({ status: 409, text: expect.stringMatching(/That was not done.*same places/) });
  expect(github.pullRequests('acme/shop')).toMatchObject([{ state: 'open' }]);
});

test('what GitHub refuses is refused, and the page says why', async () => {
  const github = await worldWithPull();
  expect((await act(github, `${PULL}/reopen`)).text).toContain('It is open already.');
  expect((await act(github, `${PULL}/ready`)).text).toContain('It is ready for review already.');
  expect((await act(github, `${PULL}/comment`, { body: ' \n ' })).text).toContain('A comment needs some words.');
  expect((await act(github, `${PULL}/comment`, { body: 'a'.repeat(65_537) })).text).toContain(
    'may have 65536 characters',
  );
  await act(github, `${PULL}/close`);
  expect((await act(github, `${PULL}/close`)).text).toContain('It is closed already.');
  expect((await act(github, `${PULL}/merge`)).text).toMatch(/It is closed\. .*Reopen it first\./);
  await openPull(github);
  expect((await act(github, `${PULL}/reopen`)).text).toContain('A pull request already exists for acme:agent/fix.');
  await act(github, '/acme/shop/pull/2/merge');
  expect((await act(github, '/acme/shop/pull/2/merge')).text).toContain('It is merged already.');
  expect((await act(github, '/acme/shop/pull/2/reopen')).text).toContain('cannot be reopened');
});

test('one whose branch is gone can be looked at, and neither merged nor reopened', async () => {
  const github = await worldWithPull();
  const token = await tokenFor(github, { contents: 'write' });
  const clone = await cloneWithChange(github, token, 'unused');
  await git(clone, 'push', '--quiet', 'origin', ':agent/fix');
  expect((await look(github, PULL)).text).toContain('The branch agent/fix is not there any more.');
  expect((await look(github, `${PULL}/files`)).text).toContain('new.txt');
  await act(github, `${PULL}/close`);
  expect((await act(github, `${PULL}/reopen`)).text).toContain('The head branch is not there any more.');
});

test('a merge is of what was on the page: a push since then is looked at first', async () => {
  const github = await worldWithPull();
  const token = await tokenFor(github, { contents: 'write' });
  const head = /name="head" value="([0-9a-f]{40})"/.exec((await look(github, PULL)).html)?.[1] ?? '';
  const clone = await cloneWithChange(github, token, 'agent/more');
  await git(clone, 'push', '--quiet', '--force', 'origin', 'agent/more:agent/fix');
  expect((await act(github, `${PULL}/merge`, { head })).text).toContain('Somebody pushed to the branch meanwhile.');
  expect((await act(github, `${PULL}/merge`)).status).toBe(303);
});

test('of several who merge at once one does', async () => {
  const github = await worldWithPull();
  const answers = await Promise.all([1, 2, 3, 4].map(() => act(github, `${PULL}/merge`)));
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 409, 409, 409]);
  const events = (await look(github, PULL)).text.match(/merged this/g);
  expect(events).toHaveLength(1);
});

test('nothing changes in an archived repository', async () => {
  const github = await worldWithPull({ draft: true });
  await github.addRepository('acme/shop', { folder: '/unused' }, { archived: true });
  expect((await look(github, PULL)).text).toContain('nothing can be changed here');
  for (const name of ['ready', 'close', 'comment', 'merge', 'reopen']) {
    expect((await act(github, `${PULL}/${name}`, { body: 'Hi' })).text, name).toContain('archived, so it is read-only');
  }
  expect(github.pullRequests('acme/shop')).toMatchObject([{ state: 'open', draft: true }]);
});

test('who acts is chosen on the page, and nobody else can be', async () => {
  const github = await worldWithPull();
  const chosen = await act(github, '/-/act-as', { actor: 'cleo', back: `${PULL}?x=1` });
  expect(chosen.headers.get('location')).toBe(`${PULL}?x=1`);
  const cookie = chosen.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/^local-github-actor=cleo; .*HttpOnly; SameSite=Lax$/);
  expect((await look(github, PULL, { cookie })).html).toContain('<option selected>cleo</option>');
  expect((await look(github, PULL, as('mallory'))).html).toContain('<option selected>ana</option>');
});

test('after choosing, no address leads away from this host', async () => {
  const github = await worldWithPull();
  for (const back of ['//evil.example/', 'https://evil.example/', '/\\evil.example', 'javascript:alert(1)', '']) {
    const { headers } = await act(github, '/-/act-as', { actor: 'ben', back });
    expect(headers.get('location'), back).toMatch(/^\/(?![/\\])/);
  }
});

test('what the bot does to a pull request stands in its conversation', async () => {
  const github = await worldWithPull();
  const token = await tokenFor(github, { pull_requests: 'write' });
  await call(github, token, 'PATCH /repos/acme/shop/pulls/1', { state: 'closed' });
  await call(github, token, 'PATCH /repos/acme/shop/pulls/1', { state: 'open' });
  expect((await look(github, PULL)).text).toMatch(/bellhop\[bot\] closed this.*bellhop\[bot\] reopened this/);
});

test("a merged pull request cannot be reopened through the REST API, in GitHub's words", async () => {
  const github = await worldWithPull();
  await act(github, `${PULL}/merge`);
  const token = await tokenFor(github, { pull_requests: 'write' });
  const answer = await call(github, token, 'PATCH /repos/acme/shop/pulls/1', { state: 'open' });
  expect(answer).toMatchObject({ status: 422, data: { errors: [{ field: 'state', code: 'invalid' }] } });
});

test('labels, the assignee and who is asked for a review are shown, and none of their names acts', async () => {
  const github = await worldWithPull();
  const token = await tokenFor(github, { pull_requests: 'write' });
  const pull = '/repos/acme/shop/issues/1';
  await call(github, token, `POST ${pull}/labels`, { labels: ['agent', '<b>x'] });
  await call(github, token, `POST ${pull}/assignees`, { assignees: ['ana', 'mallory'] });
  await call(github, token, 'POST /repos/acme/shop/pulls/1/requested_reviewers', {
    reviewers: ['ben'],
    team_reviewers: ['reviewers'],
  });
  const { text, html } = await look(github, PULL);
  expect(text).toMatch(/agent <b>x Assigned to ana Asked for a review: ben, acme\/reviewers/);
  expect(html).not.toContain('<b>x');
});

test('a comment can stand at a line, and a review can approve or ask for changes', async () => {
  const github = await worldWithPull();
  await act(github, `${PULL}/comment`, { body: 'Rename it', path: 'new.txt', line: '1' }, as('ben'));
  await act(github, `${PULL}/comment`, { body: 'Not yet', verdict: 'objected' }, as('cleo'));
  await act(github, `${PULL}/comment`, { body: '', verdict: 'approved' }, as('ben'));
  expect((await act(github, `${PULL}/comment`, { body: '' }, as('ben'))).text).toContain('A comment needs some words.');
  expect((await look(github, PULL)).text).toMatch(
    /On new\.txt line 1: .*Rename it.*cleo asked for changes.*Not yet.*ben approved this/,
  );
});
