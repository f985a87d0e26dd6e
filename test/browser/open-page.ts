import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { findChromium } from './chromium.ts';

/** Where the pictures of every view go, for people to look at. */
const PICTURES = process.env.BELLHOP_PICTURES ?? join(tmpdir(), 'bellhop-pictures');
const PATIENCE_MS = 120_000;
const SANDBOXLESS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
const SILENT = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Said in the name of what is skipped, where there is no browser. */
export const browserless = findChromium() === undefined;
export const whyNot = browserless ? ' (skipped: Chromium is not installed)' : '';

/** Somebody's tab. */
export interface Tab {
  readonly page: Page;
  /** Takes its picture in light and dark, and expects nothing there that would shut somebody out. */
  look(name: string): Promise<void>;
}

export interface Screen {
  open(address: string, size?: { width: number; height: number }): Promise<Tab>;
  /** What the pages asked for from anywhere but this machine, and what went wrong in them. */
  readonly strayed: readonly string[];
  readonly problems: readonly string[];
  close(): Promise<void>;
}

/** A browser for the tests of one file; whoever opens it closes it. */
export async function openScreen(): Promise<Screen> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('there is no browser on this machine');
  const browser = await chromium.launch({ executablePath, args: [...SANDBOXLESS, ...SILENT] });
  const strayed: string[] = [];
  const problems: string[] = [];
  return {
    strayed,
    problems,
    async open(address, size = { width: 1440, height: 900 }) {
      const page = await newPage(browser, size);
      page.on('request', (request) => {
        if (new URL(request.url()).hostname !== '127.0.0.1') strayed.push(request.url());
      });
      page.on('pageerror', (error) => problems.push(String(error.stack)));
      page.on('console', (message) => {
        if (message.type() === 'error' && !/WebSocket|ERR_CONNECTION_REFUSED/.test(message.text()))
          problems.push(message.text());
      });
      await page.goto(address);
      return { page, look: looking(page, await page.context().newCDPSession(page)) };
    },
    close: () => browser.close(),
  };
}

async function newPage(browser: Browser, viewport: { width: number; height: number }): Promise<Page> {
  const context = await browser.newContext({ viewport, locale: 'en-GB', reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  return page;
}

/** Everything once, and of the other colours what depends on them. */
const RULES = { light: {}, dark: { runOnly: ['color-contrast', 'link-in-text-block'] } } as const;

function looking(page: Page, session: CDPSession): Tab['look'] {
  return async (name) => {
    mkdirSync(PICTURES, { recursive: true });
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      // The local Slack's page sets its colours by script; pages of plain HTML follow by themselves.
      const isScripted = (await page.locator('script').count()) > 0;
      if (isScripted) await page.locator(`html[data-theme=${colorScheme}]`).waitFor();
      await page.screenshot({ path: join(PICTURES, `${name}-${colorScheme}.png`) });
      expect(await violations(session, RULES[colorScheme]), `${name}, ${colorScheme}`).toEqual([]);
    }
  };
}

/** The page's own policy forbids it to load a script, so the browser's debugger puts the tool in. */
async function violations(session: CDPSession, rules: object): Promise<unknown> {
  await session.send('Runtime.evaluate', { expression: `typeof axe === 'object' || ${axe.source}` });
  const expression = `axe.run({ resultTypes: ['violations'], ...${JSON.stringify(rules)} }).then(({ violations }) =>
    violations.map(({ id, nodes }) => [id, ...nodes.slice(0, 3).map(({ failureSummary, html }) => html + failureSummary)]))`;
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    expression,
    awaitPromise: true,
    returnByValue: true,
  });
  return exceptionDetails ?? result.value;
}
