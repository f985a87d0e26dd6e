import { expect, test } from 'vitest';
import type { LocalGitHub } from '#deploy/local/github/server.ts';
import { call, openWorld, repositoryWithBranch, tokenFor } from './world.ts';

const WRITE = { pull_requests: 'write', contents: 'read' };
const PULLS = '/repos/acme/shop/pulls';
const FIX = { title: 'Fix the cart', head: 'agent/fix', base: 'main', body: 'Why and how' };

async function worldWithBranch(): Promise<{ github: LocalGitHub; token: string }> {
  const github = await openWorld({ shop: await repositoryWithBranch('agent/fix') });
  return { github, token: await tokenFor(github, WRITE) };
}

test('a pull request is opened, found by its head, looked at and changed', async () => {
  const { github, token } = await worldWithBranch();
  const opened = await call(github, token, `POST ${PULLS}`, { ...FIX, draft: true });
  expect(opened).toMatchObject({
    status: 201,
    data: { number: 1, draft: true, state: 'open', changed_files: 1, commits: 1 },
  });
  const found = await call(github, token, `GET ${PULLS}?head=acme:agent/fix&state=open`);
  expect(found.data).toMatchObject([{ number: 1, head: { ref: 'agent/fix' }, base: { ref: 'main' } }]);
  const changed = await call(github, token, `PATCH ${PULLS}/1`, { title: 'Fix it', draft: false });
  expect(changed.data).toMatchObject({ title: 'Fix it', body: 'Why and how', draft: true });
  expect((await call(github, token, `GET ${PULLS}/1`)).data.title).toBe('Fix it');
  expect((await call(github, token, `GET ${PULLS}/2`)).status).toBe(404);
});

test('a head filter without an owner filters nothing, as on GitHub', async () => {
  const { github, token } = await worldWithBranch();
  await call(github, token, `POST ${PULLS}`, FIX);
  expect((await call(github, token, `GET ${PULLS}?head=none`)).data).toHaveLength(1);
  expect((await call(github, token, `GET ${PULLS}?head=acme:none`)).data).toHaveLength(0);
  expect((await call(github, token, `GET ${PULLS}?head=other:agent/fix`)).data).toHaveLength(0);
});

test("a second pull request for a head and base is refused with GitHub's error", async () => {
  const { github, token } = await worldWithBranch();
  await call(github, token, `POST ${PULLS}`, FIX);
  const second = await call(github, token, `POST ${PULLS}`, { ...FIX, head: 'acme:agent/fix' });
  expect(second.status).toBe(422);
  expect(second.data).toMatchObject({
    message: 'Validation Failed',
    errors: [{ resource: 'PullRequest', code: 'custom', message: 'A pull request already exists for acme:agent/fix.' }],
    status: '422',
  });
});

test('of ten that race to open the same pull request one wins', async () => {
  const { github, token } = await worldWithBranch();
  const answers = await Promise.all(Array.from({ length: 10 }, () => call(github, token, `POST ${PULLS}`, FIX)));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 9 }, () => 422)]);
  expect(github.pullRequests('acme/shop')).toHaveLength(1);
});

const REFUSALS: readonly [string, object, readonly object[]][] = [
  ['the head is missing', { head: 'none' }, [{ resource: 'PullRequest', field: 'head', code: 'invalid' }]],
  ['the head is of a fork', { head: 'eve:agent/fix' }, [{ resource: 'PullRequest', field: 'head', code: 'invalid' }]],
  ['the base is missing', { base: 'none' }, [{ resource: 'PullRequest', field: 'base', code: 'invalid' }]],
  ['there is nothing between', { head: 'main' }, [{ code: 'custom', message: 'No commits between main and main' }]],
  ['there is no title', { title: ' ' }, [{ resource: 'Issue', code: 'missing_field', field: 'title' }]],
  ['the title is too long', { title: 'a'.repeat(257) }, [{ message: 'title is too long (maximum is 256 characters)' }]],
  [
    'the body is too long',
    { body: 'a'.repeat(65_537) },
    [{ message: 'body is too long (maximum is 65536 characters)' }],
  ],
];

test('none is opened for what GitHub refuses, and it says why', async () => {
  const { github, token } = await worldWithBranch();
  for (const [name, fields, errors] of REFUSALS) {
    const answer = await call(github, token, `POST ${PULLS}`, { ...FIX, ...fields });
    expect(answer, name).toMatchObject({ status: 422, data: { message: 'Validation Failed', errors } });
  }
  expect(github.pullRequests('acme/shop')).toEqual([]);
});

test('characters are counted as people count them', async () => {
  const { github, token } = await worldWithBranch();
  expect((await call(github, token, `POST ${PULLS}`, { ...FIX, body: '🛎'.repeat(65_536) })).status).toBe(201);
});

test('a body that is no JSON, of the wrong type or too large is refused', async () => {
  const { github, token } = await worldWithBranch();
  const headers = { authorization: `token ${token}` };
  const broken = await fetch(`${github.apiUrl}${PULLS}`, { method: 'POST', headers, body: '{' });
  expect(broken.status).toBe(400);
  expect((await call(github, token, `POST ${PULLS}`, { ...FIX, draft: 'yes' })).data.message).toMatch(
    /^Invalid request/,
  );
  expect((await call(github, token, `POST ${PULLS}`, { ...FIX, body: 'a'.repeat(2_000_000) })).status).toBe(413);
});

test('opening needs the permission, and a repository that is not archived', async () => {
  const { github, token } = await worldWithBranch();
  const reader = await tokenFor(github, { pull_requests: 'read' }, 'acme/shop');
  const refused = await call(github, reader, `POST ${PULLS}`, FIX);
  expect(refused).toMatchObject({ status: 403, data: { message: 'Resource not accessible by integration' } });
  await github.addRepository('acme/shop', { folder: '/unused' }, { archived: true });
  const archived = await call(github, token, `POST ${PULLS}`, FIX);
  expect(archived).toMatchObject({ status: 403, data: { message: 'Repository was archived so is read-only.' } });
});

test('a closed pull request makes room for the next, and cannot be reopened beside it', async () => {
  const { github, token } = await worldWithBranch();
  await call(github, token, `POST ${PULLS}`, FIX);
  expect((await call(github, token, `PATCH ${PULLS}/1`, { state: 'closed' })).data.state).toBe('closed');
  expect((await call(github, token, `POST ${PULLS}`, FIX)).data.number).toBe(2);
  expect((await call(github, token, `PATCH ${PULLS}/1`, { state: 'open' })).status).toBe(422);
});

test('a merged pull request moves its base and is listed among the closed ones', async () => {
  const { github, token } = await worldWithBranch();
  await call(github, token, `POST ${PULLS}`, FIX);
  await github.merge('acme/shop', 1);
  const { data } = await call(github, token, `GET ${PULLS}?state=closed&sort=updated&direction=desc`);
  expect(data).toMatchObject([{ number: 1, state: 'closed', merged_at: expect.stringMatching(/Z$/) }]);
  const main = (await github.branches('acme/shop')).find(({ name }) => name === 'main');
  expect(main?.commit).toBe(data[0].merge_commit_sha);
  await expect(github.merge('acme/shop', 1)).rejects.toMatchObject({ code: 'not_mergeable' });
});

test('the list comes in pages', async () => {
  const { github, token } = await worldWithBranch();
  for (const number of [1, 2, 3]) {
    await call(github, token, `POST ${PULLS}`, FIX);
    await call(github, token, `PATCH ${PULLS}/${number}`, { state: 'closed' });
  }
  const second = await call(github, token, `GET ${PULLS}?state=all&per_page=2&page=2&sort=created&direction=asc`);
  expect(second.data.map(({ number }: { number: number }) => number)).toEqual([3]);
});
