import { expect, test } from 'vitest';
import { openSlack } from '../start.ts';

test('the page comes with a policy that lets it load nothing but itself', async () => {
  const slack = await openSlack();
  const page = await fetch(slack.url);
  expect(await page.text()).toContain('<script type="module" src="/page/script.js">');
  const policy = page.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/unsafe|https?:|\*/);
  expect(page.headers.get('x-content-type-options')).toBe('nosniff');
  expect(page.headers.get('referrer-policy')).toBe('no-referrer');
});

test('its script and style are bundled when they are asked for', async () => {
  const slack = await openSlack();
  const [script, style] = await Promise.all(
    ['script.js', 'style.css'].map((name) => fetch(`${slack.url}/page/${name}`)),
  );
  expect(script?.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  expect((await script?.text())?.length).toBeGreaterThan(100_000);
  expect(await style?.text()).not.toMatch(/url\(|@import/);
});

test('a permalink leads into the page', async () => {
  const slack = await openSlack();
  const { ts } = await slack.person('U0ANA').post('general', 'here');
  const answer = await fetch(`${slack.url}/archives/C0GENERAL/p${ts.replace('.', '')}`, { redirect: 'manual' });
  expect(answer.headers.get('location')).toBe(`/#/-/C0GENERAL/${ts}`);
  expect((await fetch(`${slack.url}/archives/elsewhere`, { redirect: 'manual' })).status).toBe(404);
});

test('the page hears who is here and what the playground offers, and has it done', async () => {
  const done: string[] = [];
  const act = { id: 'wink', label: 'Wink', explanation: 'Nothing dies.', act: async () => String(done.push('winked')) };
  const slack = await openSlack({ playground: { repositories: ['a/b'], acts: [act] } });
  const ask = async (path: string, method = 'GET') => (await fetch(`${slack.url}/client/${path}`, { method })).json();
  expect(await ask('people')).toMatchObject({ result: [{ id: 'U0ANA' }, { id: 'U0BEN' }, { id: 'U0CLEO' }] });
  expect(await ask('playground')).toEqual({
    ok: true,
    result: {
      repositories: ['a/b'],
      suggestions: [],
      acts: [{ id: 'wink', label: 'Wink', explanation: 'Nothing dies.' }],
      links: [],
    },
  });
  expect(await ask('playground/wink', 'POST')).toEqual({ ok: true, result: '1' });
  expect(await ask('playground/nod', 'POST')).toMatchObject({ ok: false, refusal: { code: 'unknown_act' } });
  expect(done).toEqual(['winked']);
});
