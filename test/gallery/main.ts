import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Locator, Page } from 'playwright-core';
import { type LocalSlack, startSlack } from '#deploy/local/slack/server.ts';
import { openScreen, type Screen } from '../browser/open-page.ts';
import { type Exhibitor, startExhibitor } from './exhibitor.ts';
import { EXHIBITS, type Exhibit, fileNameOf } from './exhibits.ts';

const PERSON = 'U0ANA';
const CHANNEL = 'C0GENERAL';
const TALL = { width: 1280, height: 1_800 };

/** `npm run gallery`: a picture of every state of every message, modal and Home, in light and dark. */
async function main(): Promise<void> {
  const options = { out: { type: 'string', default: 'gallery' }, only: { type: 'string', default: '' } } as const;
  const { out, only } = parseArgs({ options }).values;
  const folder = resolve(out);
  mkdirSync(folder, { recursive: true });
  const slack = await startSlack();
  const [exhibitor, screen] = await Promise.all([startExhibitor(slack), openScreen()]);
  try {
    const wanted = EXHIBITS.filter(({ name }) => name.includes(only));
    for (const exhibit of wanted) await photograph(exhibit, { slack, exhibitor, screen, folder });
    console.log(`${wanted.length * 2} pictures in ${folder}`);
  } finally {
    await screen.close();
    await exhibitor.stop();
    await slack.close();
  }
}

interface Studio {
  readonly slack: LocalSlack;
  readonly exhibitor: Exhibitor;
  readonly screen: Screen;
  readonly folder: string;
}

async function photograph(exhibit: Exhibit, { slack, exhibitor, screen, folder }: Studio): Promise<void> {
  const address = await exhibitor.show(exhibit, slack.person(PERSON), CHANNEL);
  const { page } = await screen.open(`${slack.url}/#/${PERSON}/${address}`, TALL);
  await page.locator('html[data-theme]').waitFor();
  if (exhibit.kind === 'thread')
    await page
      .locator('.thread .message')
      .nth(exhibit.messages.length - 1)
      .waitFor();
  const subject = SUBJECTS[exhibit.kind](page);
  await subject.waitFor();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.locator(`html[data-theme=${colorScheme}]`).waitFor();
    await subject.screenshot({ path: join(folder, `${fileNameOf(exhibit)}-${colorScheme}.png`) });
  }
  await page.close();
  await exhibitor.clear(exhibit, slack.person(PERSON));
}

const SUBJECTS: Readonly<Record<Exhibit['kind'], (page: Page) => Locator>> = {
  thread: (page) => page.locator('.thread .message-list'),
  ephemeral: (page) => page.locator('.message--private').last(),
  modal: (page) => page.getByRole('dialog'),
  home: (page) => page.locator('#tab-panel'),
};

await main();
