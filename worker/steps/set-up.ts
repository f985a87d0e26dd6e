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
import type { Sandbox } from '../sandbox/sandbox.ts';
import { together } from '../together.ts';

export interface SetUpNeeds extends Place {
  readonly openSandbox: OpenSandbox;
  readonly bot: Pick<Bot, 'upload'>;
}

interface Work {
  readonly plan: CheckPlan;
  readonly base: string;
  /** Puts the files of base into the pristine room. */
  readonly layOut: (signal: AbortSignal) => Promise<void>;
}

/** Installs in the pristine room, of all places the only one with a network, and makes sure that one can work there. */
export async function setUp({ plan, base, layOut }: Work, needs: SetUpNeeds, signal: AbortSignal): Promise<void> {
  const sandbox = await openMeanwhile(plan.setup.length > 0 ? 'egress' : 'none', layOut, needs, signal);
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

/** Package managers take their time to say where they install from; the files take theirs. */
async function openMeanwhile(
  network: 'none' | 'egress',
  layOut: Work['layOut'],
  { openSandbox, folders }: SetUpNeeds,
  signal: AbortSignal,
): Promise<Sandbox> {
  const opening = openSandbox(folders.pristine, network);
  try {
    const [sandbox] = await together<[Sandbox, unknown]>([() => opening, layOut], signal);
    return sandbox;
  } catch (error) {
    // One that was opened by then has nobody else to close it; one that was not is the error itself.
    await opening.then(
      (sandbox) => sandbox.close(),
      () => undefined,
    );
    throw error;
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
