import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { worldWithPull } from '../deploy/local/github/pages/browse.ts';
import { browserless, openScreen, type Screen, whyNot } from './open-page.ts';

const PULL = '/acme/shop/pull/1';
const PAGES = [
  ...['/', '/acme/shop', '/acme/shop/tree/main', '/acme/shop/blob/main/README.md', '/acme/shop/branches'],
  ...['/acme/shop/commits/main', '/acme/shop/pulls', '/acme/shop/pulls?state=closed'],
  ...[PULL, `${PULL}/commits`, `${PULL}/files`, '/acme/none'],
];

describe.skipIf(browserless)(`the pages of the local GitHub${whyNot}`, () => {
  let screen: Screen;

  beforeAll(async () => {
    screen = await openScreen();
  });
  afterAll(() => screen?.close());

  test('shut nobody out, ask no other machine, and let a person comment and merge', async () => {
    const github = await worldWithPull();
    const { page, look } = await screen.open(github.url);
    for (const address of PAGES) {
      await page.goto(github.url + address);
      await look(`github${address.replaceAll(/\W+/g, '-')}`);
    }
    await page.goto(github.url + PULL);
    await page.getByRole('textbox', { name: 'in Markdown' }).fill('Is this **all**?');
    await page.getByRole('button', { name: 'Comment', exact: true }).click();
    await page.getByText('Is this all?').waitFor();
    await page.getByRole('button', { name: 'Merge pull request' }).click();
    await page.getByText(/ana merged this/).waitFor();
    await look('github-merged');
    expect(github.pullRequests('acme/shop')).toMatchObject([{ state: 'merged' }]);
    expect(screen.strayed).toEqual([]);
    expect(screen.problems.filter((problem) => !problem.includes('404'))).toEqual([]);
  });
});
