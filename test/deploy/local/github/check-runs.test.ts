import { expect, test } from 'vitest';
import type { LocalGitHub } from '#deploy/local/github/server.ts';
import { look, worldWithPull } from './pages/browse.ts';
import { call, tokenFor } from './world.ts';

const RUNS = '/repos/acme/shop/check-runs';
const OUTPUT = { title: '14 passed', summary: 'All **fine** <script>alert(1)</script>' };

async function world(): Promise<{ github: LocalGitHub; token: string; head: string }> {
  const github = await worldWithPull();
  const head = (await github.branches('acme/shop')).find(({ name }) => name === 'agent/fix')?.commit ?? '';
  return { github, token: await tokenFor(github, { checks: 'write', contents: 'read' }), head };
}

test('a check run is reported, brought forward and completed', async () => {
  const { github, token, head } = await world();
  const created = await call(github, token, `POST ${RUNS}`, { name: 'tests', head_sha: head, status: 'in_progress' });
  expect(created).toMatchObject({
    status: 201,
    data: { id: 1, name: 'tests', head_sha: head, status: 'in_progress', conclusion: null, completed_at: null },
  });
  expect(created.data.html_url).toBe(`${github.url}/acme/shop/runs/1`);
  const changed = await call(github, token, `PATCH ${RUNS}/1`, { conclusion: 'success', output: OUTPUT });
  expect(changed.data).toMatchObject({
    status: 'completed',
    conclusion: 'success',
    completed_at: expect.stringMatching(/Z$/),
    output: { ...OUTPUT, annotations_count: 0 },
  });
  expect((await call(github, token, `GET ${RUNS}/1`)).data).toEqual(changed.data);
});

test('the runs of a commit are found by its id and its branch, of each name the newest', async () => {
  const { github, token, head } = await world();
  for (const conclusion of ['failure', 'success'])
    await call(github, token, `POST ${RUNS}`, { name: 'tests', head_sha: head, conclusion });
  await call(github, token, `POST ${RUNS}`, { name: 'lint', head_sha: head });
  const list = async (query: string) =>
    (await call(github, token, `GET /repos/acme/shop/commits/${query}`)).data.check_runs.map(
      ({ name, conclusion }: { name: string; conclusion: string | null }) => `${name} ${conclusion}`,
    );
  expect(await list(`${head}/check-runs`)).toEqual(['lint null', 'tests success']);
  expect(await list('agent/fix/check-runs?check_name=tests&filter=all')).toEqual(['tests success', 'tests failure']);
  expect(await list('agent/fix/check-runs?status=queued')).toEqual(['lint null']);
  expect(await list('agent/fix/check-runs?per_page=1&page=2')).toEqual(['tests success']);
  expect(await list('main/check-runs')).toEqual([]);
});

const REFUSED: readonly [string, object, RegExp][] = [
  ['without a name', { name: undefined }, /name/],
  ['completed without a conclusion', { status: 'completed' }, /conclusion/],
  ['with an end and no conclusion', { completed_at: '2026-01-01T00:00:00Z' }, /conclusion/],
  ['with a conclusion only GitHub gives', { conclusion: 'stale' }, /conclusion/],
  ['with a status that is none', { status: 'done' }, /status/],
  ['with a time that is none', { started_at: 'yesterday' }, /started_at/],
  ['with an output without summary', { output: { title: 'x' } }, /output\/summary/],
  ['with a summary that is too long', { output: { title: 'x', summary: 'a'.repeat(65_536) } }, /output\/summary/],
  ['with too many annotations', { output: { ...OUTPUT, annotations: Array(51).fill(annotation()) } }, /annotations/],
  ['with details elsewhere than on the web', { details_url: 'javascript:alert(1)' }, /details_url/],
  ['of no commit', { head_sha: '0'.repeat(40) }, /No commit found for SHA: 0{40}/],
  ['of a branch', { head_sha: 'main' }, /No commit found for SHA: main/],
];

function annotation() {
  return { path: 'src/cart.js', start_line: 1, end_line: 1, annotation_level: 'warning', message: 'Look <b>here</b>' };
}

test('what GitHub refuses is refused', async () => {
  const { github, token, head } = await world();
  for (const [name, fields, words] of REFUSED) {
    const answer = await call(github, token, `POST ${RUNS}`, { name: 'tests', head_sha: head, ...fields });
    expect(answer, name).toMatchObject({ status: 422, data: { message: expect.stringMatching(words) } });
  }
  expect((await call(github, token, `PATCH ${RUNS}/1`, { conclusion: 'success' })).status).toBe(404);
  expect((await look(github, '/acme/shop/pull/1')).text).toContain('No checks reported');
});

test('reporting needs the permission to write checks, and asking the one to read them', async () => {
  const { github, head } = await world();
  const reader = await tokenFor(github, { checks: 'read' });
  const answer = await call(github, reader, `POST ${RUNS}`, { name: 'tests', head_sha: head });
  expect(answer.status).toBe(403);
  expect(answer.headers.get('x-accepted-github-permissions')).toBe('checks=write');
  expect((await call(github, reader, `GET /repos/acme/shop/commits/${head}/check-runs`)).status).toBe(200);
  const other = await tokenFor(github, { contents: 'write' });
  expect((await call(github, other, `GET /repos/acme/shop/commits/${head}/check-runs`)).status).toBe(403);
});

test('the pull request, its commit and its list show how the checks stand', async () => {
  const { github, token, head } = await world();
  expect((await look(github, '/acme/shop/pull/1')).text).toContain('No checks reported on');
  const run = (name: string, fields: object) =>
    call(github, token, `POST ${RUNS}`, { name, head_sha: head, started_at: '2026-01-01T00:00:00Z', ...fields });
  await run('tests', { conclusion: 'success', completed_at: '2026-01-01T00:01:05Z', output: OUTPUT });
  expect((await look(github, '/acme/shop/pull/1')).text).toMatch(
    /The check passed on .*tests Passed in 1 min 5 s · 14 passed/,
  );
  await run('types', { status: 'in_progress' });
  expect((await look(github, '/acme/shop/pulls')).text).toContain('1 check still running');
  await run('lint', { conclusion: 'timed_out' });
  expect((await look(github, `/acme/shop/commit/${head}`)).text).toMatch(/1 of 3 checks failed.*lint Timed out/);
});

test("a check run has a page with its output, which is a stranger's text", async () => {
  const { github, token, head } = await world();
  const output = { ...OUTPUT, text: '| a |\n|---|\n| 1 |', annotations: [annotation()] };
  const details_url = 'https://example.com/log';
  await call(github, token, `POST ${RUNS}`, {
    name: '<i>tests',
    head_sha: head,
    details_url,
    conclusion: 'neutral',
    output,
  });
  const again = { output: { summary: 'New **words**', annotations: [annotation()] } };
  await call(github, token, `PATCH ${RUNS}/1`, again);
  const { html, text } = await look(github, '/acme/shop/runs/1');
  expect(text).toMatch(/<i>tests Neither passed nor failed.*14 passed New words.*2 remarks src\/cart\.js:1 warning/);
  expect(html).toContain('<td>1</td>');
  expect(html).toContain('href="https://example.com/log" rel="noopener noreferrer nofollow"');
  expect(html).toContain('Look &lt;b&gt;here&lt;/b&gt;');
  expect(html).not.toContain('<script');
});
