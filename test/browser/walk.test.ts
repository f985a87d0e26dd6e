import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cassetteOf, FINISH, repositoryOf, runs, TINY, tiny, writes } from '../scenarios/repositories.ts';
import { raiseStage, type Stage } from '../scenarios/stage.ts';
import { browserless, openScreen, type Screen, type Tab, whyNot } from './open-page.ts';

const REQUEST = 'It says wrong and should say right. Please mend it.';
const CHANNELS = ['general', 'builds', 'forms', 'stops'].map((name) => ({
  id: `C0${name.toUpperCase()}`,
  name,
  members: ['U0ANA', 'U0BEN', 'U0CLEO', 'U0BELLHOP'],
}));
const PLAYGROUND = {
  repositories: ['acme/tiny', 'acme/slow'],
  suggestions: [{ repository: 'acme/tiny', request: REQUEST, language: 'Shell' }],
  acts: [{ id: 'wink', label: 'Wink', explanation: 'Nothing dies.', act: async () => 'It winked.' }],
};

/** A stage with a repository that is mended at once and one that takes its time. */
function raise(): Promise<Stage> {
  const { repositories, cassettes } = tiny();
  return raiseStage({
    repositories: [...repositories, repositoryOf('acme/slow', TINY)],
    cassettes: [...cassettes, cassetteOf('acme/slow', [runs('sleep 60'), writes('right\n'), FINISH])],
    policy: { limits: { running: 6, running_per_person: 6 } },
    // A machine that is busy with other tests may take its time.
    slack: { channels: CHANNELS, playground: PLAYGROUND, timings: { ackTimeoutMs: 30_000, triggerLifetimeMs: 30_000 } },
  });
}

describe.skipIf(browserless)(`the page and the whole system behind it${whyNot}`, () => {
  let stage: Stage;
  let screen: Screen;

  beforeAll(async () => {
    [stage, screen] = await Promise.all([raise(), openScreen()]);
  });
  afterAll(async () => {
    await screen?.close();
    await stage?.close();
  });

  const sitDown = (place: string): Promise<Tab> => screen.open(`${stage.slack.url}/#/U0ANA/${place}`);

  // Each in its own tab and channel, so that they need not wait for each other.
  describe.concurrent('people', () => {
    test('a newcomer takes a suggested request, watches its thread, and is led to the pull request', async () => {
      const { page, look } = await screen.open(stage.slack.url);
      await page.locator('.suggestion-card').waitFor();
      await look('channel-empty');
      await page.locator('.suggestion-card').click();
      expect(await composer(page).inputValue()).toBe(`/agent acme/tiny ${REQUEST}`);
      await composer(page).press('Enter');
      await openThread(page);
      await said(page, 'Change the code').waitFor();
      await said(page, /Done in .*every check passed/).waitFor();
      await look('thread-done');
      await page.locator('.step--complete').nth(6).waitFor();
      const link = thread(page).getByRole('link', { name: 'Open pull request' });
      expect(await link.getAttribute('href')).toMatch(new RegExp(`^${stage.github.url}/acme/tiny/pull/[12]$`));
    });

    test('the form says what is wrong with it; a rate limit set in the drawer does not spoil what it starts', async () => {
      const { page, look } = await sitDown('C0FORMS');
      await say(page, '/agent');
      const form = page.getByRole('dialog', { name: 'New task' });
      await form.getByRole('button', { name: 'Start' }).click();
      await form.getByText('Please complete this required field.').first().waitFor();
      expect(await page.evaluate('document.activeElement.getAttribute("role")')).toBe('combobox');
      await look('modal');
      await page.keyboard.type('tin');
      await page.keyboard.press('Enter');
      await form.getByLabel('What should change?').fill('Mend it by form');
      await form.getByLabel('Base branch (optional)').fill('..');
      await form.getByRole('button', { name: 'Start' }).click();
      await form.getByText('No branch can have this name.').waitFor();
      await form.getByLabel('Base branch (optional)').fill('');
      stage.slack.faults.set({ kind: 'rate_limited', method: 'chat.update', retryAfterSeconds: 1, times: 2 });
      await form.getByRole('button', { name: 'Start' }).click();
      await form.waitFor({ state: 'detached' });
      await openThread(page);
      await said(page, /Done in .*every check passed/).waitFor();
      expect(stage.slack.faults.pending()).toEqual([]);
    });

    test('a task is stopped by its button, after a question, and tried again by another', async () => {
      const { page } = await sitDown('C0STOPS');
      await say(page, '/agent acme/slow Take your time');
      const channel = page.locator('.channel');
      await channel.getByRole('button', { name: 'Cancel' }).click();
      await page.getByRole('dialog', { name: 'Stop this task?' }).getByRole('button', { name: 'Stop it' }).click();
      await channel.getByText(/Stopped in .*asked by ana/).waitFor();
      await channel.getByRole('button', { name: 'Retry' }).click();
      await channel.getByText('attempt 2').waitFor();
    });
  });

  test('the drawer sets faults and clears them, and does what the playground offers', async () => {
    const { page, look } = await sitDown('C0BUILDS');
    await page.getByRole('button', { name: 'Faults' }).click();
    await page.getByRole('button', { name: 'Do it: Wink' }).click();
    await page.getByText('It winked.').waitFor();
    await page.getByRole('form', { name: 'Fail' }).getByLabel('times').fill('7');
    await page.getByRole('button', { name: 'Do it: Fail' }).click();
    await page.getByText('Fail: 7 more times').waitFor();
    expect(stage.slack.faults.pending()).toEqual([{ kind: 'fail', method: '*', error: 'internal_error', times: 7 }]);
    await look('faults');
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.getByText('Nothing is set to go wrong.').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: 'Faults' }).waitFor({ state: 'detached' });
  });

  test('the Home tab lists what was asked, and leads to its thread', async () => {
    const { page, look } = await sitDown('home');
    await page.getByText('Mend it by form').waitFor();
    await look('home');
    await page.getByRole('link', { name: 'Open thread' }).first().click();
    await thread(page).waitFor();
    await page.getByRole('link', { name: 'bellhop' }).click();
    await page.getByRole('tab', { name: 'Home' }).press('ArrowRight');
    await page.getByRole('region', { name: 'Messages with bellhop' }).waitFor();
  });

  test('nothing was asked of any other machine, and nothing went wrong in a page', () => {
    expect(screen.strayed).toEqual([]);
    expect(screen.problems).toEqual([]);
  });
});

const composer = (page: Page) => page.locator('.channel .composer__text');
const thread = (page: Page) => page.getByRole('complementary', { name: 'Thread' });
const said = (page: Page, words: string | RegExp) => thread(page).locator('.message').getByText(words);

async function say(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await composer(page).press('Enter');
}

async function openThread(page: Page): Promise<void> {
  await page.locator('.channel .thread-link').click();
}
