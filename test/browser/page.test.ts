import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type LocalSlack, startSlack } from '#deploy/local/slack/server.ts';
import { type DemandingApp, startDemandingApp } from './demanding-app.ts';
import { everyBlock } from './every-element.ts';
import { browserless, openScreen, type Screen, type Tab, whyNot } from './open-page.ts';

const CHANNELS = ['general', 'builds', 'blocks', 'fields', 'late'].map((name) => ({
  id: `C0${name.toUpperCase()}`,
  name,
  members: ['U0ANA', 'U0BEN', 'U0CLEO', 'U0BELLHOP'],
}));

describe.skipIf(browserless)(`the page alone${whyNot}`, () => {
  let slack: LocalSlack;
  let app: DemandingApp;
  let screen: Screen;

  beforeAll(async () => {
    [slack, screen] = await Promise.all([
      startSlack({ channels: CHANNELS, timings: { ackTimeoutMs: 2_000 } }),
      openScreen(),
    ]);
    app = await startDemandingApp(slack);
  });
  afterAll(async () => {
    await screen?.close();
    await app?.stop();
    await slack?.close();
  });

  const sitDown = (place: string, size?: { width: number; height: number }): Promise<Tab> =>
    screen.open(`${slack.url}/#/U0ANA/${place}`, size);

  test('who goes from one thread to the next sees that one alone', async () => {
    const ana = slack.person('U0ANA');
    const roots = await Promise.all(['one', 'two'].map((text) => ana.post('C0BUILDS', text)));
    for (const { ts, text } of roots) await ana.reply({ channel: 'C0BUILDS', thread: ts }, `about ${text}`);
    const { page } = await sitDown(`C0BUILDS/${roots[0]?.ts}`);
    const bodies = page.locator('.thread .message');
    await bodies.getByText('about one').waitFor();
    await page.goto(`${slack.url}/#/U0ANA/C0BUILDS/${roots[1]?.ts}`);
    await bodies.getByText('about two').waitFor();
    expect(await bodies.count()).toBe(2);
    expect(await bodies.getByText('about one').count()).toBe(0);
  });

  test('everything in a message can be acted on, and no picture is fetched', async () => {
    await app.client.chat.postMessage({ channel: 'C0BLOCKS', text: 'Every block', blocks: [...everyBlock] });
    const { page, look } = await sitDown('C0BLOCKS', { width: 1100, height: 1200 });
    await page.getByRole('button', { name: 'Press me' }).click();
    await page.getByRole('button', { name: 'Paint it' }).click();
    await page.getByRole('button', { name: 'Leave it' }).click();
    await page.getByRole('button', { name: 'Paint it' }).click();
    await page.getByRole('button', { name: 'Paint', exact: true }).click();
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Copy' }).click();
    await page.getByRole('combobox', { name: 'A town' }).fill('ber');
    await page.getByRole('option', { name: 'Bern' }).click();
    await page.getByRole('combobox', { name: 'A colour' }).fill('gr');
    await page.keyboard.press('Enter');
    await page.getByLabel('Large').check();
    await look('every-block');
    await expect
      .poll(() => app.told)
      .toMatchObject([
        { action_id: 'plain', value: 'pressed' },
        { action_id: 'confirmed' },
        { action_id: 'overflow', selected_option: { value: 'copy' } },
        { action_id: 'town', selected_option: { value: 'Bern' } },
        { action_id: 'colour', selected_option: { value: 'green' } },
        { action_id: 'size', selected_option: { value: 'large' } },
      ]);
    expect(await page.getByText('Picture: drawn').getAttribute('href')).toBe('https://example.com/markdown.png');
    expect(await page.getByText('vec![1](2)').count()).toBe(1);
  });

  test('a form is filled in by keyboard on a phone, and what the app refuses is said beside it', async () => {
    const { page, look } = await sitDown('C0FIELDS', { width: 380, height: 800 });
    await page.locator('.composer__text').fill('/agent');
    await page.keyboard.press('Enter');
    const form = page.getByRole('dialog', { name: 'Every field' });
    await form.getByLabel('A line').waitFor();
    await page.keyboard.type('wrong');
    await page.keyboard.press('Enter');
    await form.getByText('That is wrong.').waitFor();
    await look('every-field');
    await form.getByLabel('A line').fill('right');
    await form.getByRole('combobox', { name: 'Some towns' }).fill('b');
    await page.getByRole('option', { name: 'Bonn' }).click();
    await page.keyboard.press('Escape');
    await form.getByLabel('A day').fill('2026-03-01');
    await form.getByLabel('Whistle').check();
    await form.getByRole('button', { name: 'Send' }).click();
    await form.waitFor({ state: 'detached' });
    expect(app.told.at(-1)).toMatchObject({
      line: { line: { value: 'right' } },
      towns: { towns: { selected_options: [{ value: 'Bonn' }] } },
      day: { field_day: { selected_date: '2026-03-01' } },
      extras: { field_extras: { selected_options: [{ value: 'whistle' }] } },
    });
    expect(await page.evaluate('document.activeElement.className')).toBe('composer__text');
  });

  test('people see what others say, change, take back and react with, as it happens', async () => {
    const { page } = await sitDown('C0GENERAL');
    const ben = slack.person('U0BEN');
    await page.locator('.composer__text').fill('Good morning @ben');
    await page.keyboard.press('Enter');
    const mine = await ben.waitForMessage('general');
    await ben.react(mine, 'tada');
    await page.getByRole('button', { name: 'party: Ben' }).click();
    await page.getByRole('button', { name: 'party: Ben, Ana' }).waitFor();
    await page.locator('.message').hover();
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.keyboard.type('!');
    await page.keyboard.press('Enter');
    await page.getByText('(edited)').waitFor();
    await ben.reply({ channel: mine.channel, thread: mine.ts }, 'Morning, *Ana*');
    await page.getByRole('link', { name: /1 reply/ }).click();
    const thread = page.locator('.thread .message-list');
    await thread.getByText('Morning, *Ana*').waitFor();
    const said = await ben.reply({ channel: mine.channel, thread: mine.ts }, 'And <script>alert(1)</script>');
    await thread.getByText('And <script>alert(1)</script>').waitFor();
    expect(await page.locator('[aria-live=polite]').textContent()).toBe('Ben: And <script>alert(1)</script>');
    await ben.remove(said);
    await thread.getByText('1 reply').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.thread').waitFor({ state: 'detached' });
  });

  test('a command that is not answered in time says so, and what was typed stays', async () => {
    const { page } = await sitDown('C0LATE');
    await page.locator('.composer__text').fill('/agent silence');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('The app did not answer').waitFor();
    expect(await page.locator('.composer__text').inputValue()).toBe('/agent silence');
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await page.reload();
    await page.locator('.opening__title').waitFor();
    expect(await page.getByText('Only visible to you').count()).toBe(0);
  });

  test('a permalink leads to its thread, and another person can take the seat there', async () => {
    const root = await slack.person('U0ANA').post('builds', 'Where is the log?');
    const { permalink = '' } = await app.client.chat.getPermalink({ channel: root.channel, message_ts: root.ts });
    const { page } = await screen.open(permalink);
    await page.locator('.thread').getByText('Where is the log?').waitFor();
    await page.getByText('Cleo', { exact: true }).click();
    await page.waitForURL(/#\/U0CLEO\/C0BUILDS/);
    await page.reload();
    await page.locator('.composer__text').fill('I have it');
    await page.keyboard.press('Enter');
    await slack.person('U0ANA').waitForMessage('builds', ({ user }) => user === 'U0CLEO');
  });

  test('a page whose Slack went away comes back by itself, and misses nothing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bellhop-page-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const dataFile = join(folder, 'slack.sqlite');
    const before = await startSlack({ dataFile });
    const gone = await before.person('U0BEN').post('general', 'Soon deleted');
    const { page } = await screen.open(before.url);
    await page.getByText('Soon deleted').waitFor();
    await before.close();
    await page.getByText('Reconnecting…').waitFor();
    const after = await startSlack({ dataFile, port: Number(new URL(before.url).port) });
    onTestFinished(() => after.close());
    await after.person('U0BEN').remove(gone);
    await after.person('U0BEN').post('general', 'Said meanwhile');
    await page.getByText('Said meanwhile').waitFor();
    await page.getByText('Reconnecting…').waitFor({ state: 'detached' });
    expect(await page.getByText('Soon deleted').count()).toBe(0);
  });

  test('nothing was asked of any other machine, and nothing went wrong in a page', () => {
    expect(screen.strayed).toEqual([]);
    expect(screen.problems).toEqual([]);
  });
});
