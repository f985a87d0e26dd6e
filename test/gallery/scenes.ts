import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startPlayground } from '#deploy/local/playground.ts';
import { sampleRepositories } from '#deploy/local/repositories.ts';
import { SAMPLES } from '#deploy/local/samples/samples.ts';
import { openScreen } from '../browser/open-page.ts';

const VIEW = { width: 1280, height: 820 };

/** `npm run scenes`: the README's pictures, of a real task on a real playground. */
async function main(): Promise<void> {
  const folder = resolve(process.argv[2] ?? 'deploy/pictures');
  mkdirSync(folder, { recursive: true });
  const data = mkdtempSync(join(tmpdir(), 'bellhop-scenes-'));
  const [playground, screen] = await Promise.all([
    startPlayground({ data, repositories: sampleRepositories() }),
    openScreen(),
  ]);
  const shoot = (name: string) => ({ path: join(folder, `${name}.png`) });
  try {
    const { page } = await screen.open(`${playground.slack.url}/#/U0ANA/C0GENERAL`, VIEW);
    await page.getByText('Try one of these').first().waitFor();
    await page.screenshot(shoot('welcome'));
    await page.getByText(SAMPLES[0].suggestions[0].words).first().click();
    await page.keyboard.press('Enter');
    await page.locator('.channel .thread-link').click();
    const messages = page.locator('.thread .message');
    await messages.getByText('The agent is changing the code.').first().waitFor();
    await page.screenshot(shoot('running'));
    await messages.getByText(/Done in/).waitFor();
    await page.screenshot(shoot('done'));
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.screenshot(shoot('done-dark'));
    const [pullRequest] = playground.github.pullRequests(SAMPLES[0].repository);
    const github = await screen.open(
      `${playground.github.url}/${SAMPLES[0].repository}/pull/${pullRequest?.number}`,
      VIEW,
    );
    await github.page.screenshot(shoot('pull-request'));
  } finally {
    await screen.close();
    await playground.close();
    rmSync(data, { recursive: true, force: true });
  }
}

await main();
