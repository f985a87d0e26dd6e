import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TaskError } from '#shared/task/failure.ts';
import { clip } from '#shared/text/clip.ts';
import type { Bot } from '../bot.ts';
import type { CheckPlan } from '../checks/check.ts';
import { runSetup } from '../checks/run.ts';
import { runErrand, type Setting } from '../checks/setting.ts';
import { type Place, settingOf } from '../measure.ts';
import type { OpenSandbox } from '../rooms.ts';

export interface SetUpNeeds extends Place {
  readonly openSandbox: OpenSandbox;
  readonly bot: Pick<Bot, 'upload'>;
}

/** Installs in the pristine room, of all places the only one with a network, and makes sure that one can work there. */
export async function setUp(plan: CheckPlan, base: string, needs: SetUpNeeds, signal: AbortSignal): Promise<void> {
  const sandbox = await needs.openSandbox(needs.folders.pristine, plan.setup.length > 0 ? 'egress' : 'none');
  const setting = settingOf(needs, sandbox, base, signal);
  try {
    await runSetup(plan, setting);
    const { done, output } = await runErrand(USABLE, 64 * 1024, setting);
    if (!done) throw roomUnusable(output);
  } finally {
    await sandbox.close();
    if (!signal.aborted) await uploadLogs(needs.bot, setting);
  }
}

/** Whatever the set-up did: files can be read and written, and the home is there. */
const USABLE = ['sh', '-c', 'ls -A . > "$HOME/.usable" && test -w . && rm "$HOME/.usable"'];

/** Also those of a set-up that failed: whoever has to mend it wants more than the last lines. */
async function uploadLogs(bot: SetUpNeeds['bot'], { logs, signal }: Setting): Promise<void> {
  const names = (await readdir(logs)).filter((name) => name.endsWith('.log') && !name.startsWith('.'));
  for (const name of names) await bot.upload(name, await readFile(join(logs, name), 'utf8'), signal);
}

function roomUnusable(output: string): TaskError {
  const words = `After its set-up the workspace cannot be used: ${clip(output.trim(), 500)}`;
  return new TaskError('workspace_unusable', words, {
    whose: 'yours',
    remedy: 'Let the set-up leave the folder of the repository and the home directory writable.',
  });
}
