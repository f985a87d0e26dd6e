import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright-core';
import { SAMPLES } from '#deploy/local/samples/samples.ts';
import type { Person } from '#deploy/local/slack/person/person.ts';
import type { SeenMessage } from '#deploy/local/slack/person/protocol.ts';
import { openScreen } from '../browser/open-page.ts';
import { type Figure, figure } from './measure.ts';
import { withPlayground } from './with-playground.ts';

const TASKS = 20;
const MINUTES = 10;
const MEBIBYTE = 1024 ** 2;

/** The page, open for ten minutes while twenty tasks run: what it shows against what was sent, and what it takes. */
export async function soak(): Promise<readonly Figure[]> {
  return withPlayground({ policy: { limits: { queued_per_person: TASKS } } }, async ({ slack }) => {
    const screen = await openScreen();
    try {
      const ana = slack.person('U0ANA');
      const channel = (await ana.workspace()).channels.find(({ name }) => name === 'general')?.id ?? '';
      const { page } = await screen.open(`${slack.url}/#/U0ANA/${channel}`);
      const session = await page.context().newCDPSession(page);
      const sizes: number[] = [];
      for (let asked = 0; asked < TASKS; asked++) {
        await ana.slash('/agent', requestOf(asked), { channel });
        await sleep((MINUTES * 60_000) / TASKS);
        sizes.push(await heapBytes(session));
      }
      const wrong = await wrongMessages(page, ana, channel, slack.url);
      // The first tasks fill what is filled once: fonts, compiled code, the list of channels.
      const [early = 0, late = 0] = [sizes[4], sizes.at(-1)];
      return [
        figure('soak.wrong_messages', wrong.length, 'count', { aim: 0 }),
        figure('soak.strayed_requests', screen.strayed.length, 'count', { aim: 0 }),
        figure('soak.page_memory', late / MEBIBYTE, 'MiB', { baseline: Math.round(early / MEBIBYTE) }),
        figure('soak.page_growth_per_task', (late - early) / MEBIBYTE / (TASKS - 5), 'MiB', { aim: 0.5 }),
      ];
    } finally {
      await screen.close();
    }
  });
}

/** Each sample in turn; of the same request one task waits for the other, as it would for people. */
function requestOf(index: number): string {
  const { repository, suggestions } = SAMPLES[index % SAMPLES.length] ?? SAMPLES[0];
  return `${repository} ${suggestions[0].words}`;
}

async function heapBytes(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize;
}

/** Messages of the channel and of its threads that the page lacks, has too many of, or shows with other words. */
async function wrongMessages(page: Page, ana: Person, channel: string, url: string): Promise<readonly string[]> {
  const roots = await ana.messages(channel);
  const wrong = await differences(page, '.channel', roots);
  for (const { ts } of roots.filter(({ reply_count: replies }) => replies)) {
    await page.goto(`${url}/#/U0ANA/${channel}/${ts}`);
    const messages = await ana.thread(channel, ts);
    await page
      .locator('.thread .message')
      .nth(messages.length - 1)
      .waitFor();
    wrong.push(...(await differences(page, '.thread', messages)));
  }
  return wrong;
}

async function differences(page: Page, place: string, messages: readonly SeenMessage[]): Promise<string[]> {
  const articles = page.locator(`${place} .message:not(.message--private)`);
  const shown = await articles.evaluateAll((found) =>
    found.map((article) => [article.getAttribute('data-ts') ?? '', article.textContent ?? ''] as const),
  );
  const texts = new Map(shown);
  const lost = messages.filter(({ ts }) => !texts.has(ts)).map(({ ts }) => `${place} ${ts} is not shown`);
  const wrong = messages.flatMap(({ ts, blocks }) => {
    const text = squeezed(texts.get(ts) ?? '');
    return wordsOf(blocks)
      .filter((words) => !text.includes(squeezed(words)))
      .map((words) => `${place} ${ts} lacks “${words}”`);
  });
  const extra = shown.length === texts.size && texts.size <= messages.length ? [] : [`${place} shows messages twice`];
  for (const line of [...lost, ...wrong, ...extra]) console.error(line);
  return [...lost, ...wrong, ...extra];
}

const squeezed = (text: string): string => text.replaceAll(/\s+/g, '');

/** Every text that blocks hold, wherever it stands in them, but what only a dialog would say. */
function wordsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(wordsOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'confirm') return [];
    return key === 'text' && typeof inner === 'string' ? [inner] : wordsOf(inner);
  });
}
