import { fileNameOf } from './log.ts';
import type { ScreenshotPlan } from './measures.ts';
import { runCommand } from './run.ts';
import { runErrand, type Setting } from './setting.ts';

/** A picture of one commit, or why there is none. */
export type Shot = { readonly file: string; readonly bytes: Uint8Array } | { readonly problem: string };

const MEBIBYTE = 1024 * 1024;
const LARGEST_MIB = 4;

/** Takes each picture. They are bytes of the repository: kept as a file, shown by nobody. */
export async function takeScreenshots(
  screenshots: readonly ScreenshotPlan[],
  label: 'before' | 'after',
  setting: Setting,
): Promise<ReadonlyMap<string, Shot>> {
  const shots = new Map<string, Shot>();
  for (const screenshot of screenshots) shots.set(screenshot.name, await takeOne(screenshot, label, setting));
  return shots;
}

async function takeOne({ name, command, file }: ScreenshotPlan, label: string, setting: Setting): Promise<Shot> {
  await runErrand(['rm', '-f', '--', `./${file}`], 1_024, setting);
  const run = await runCommand({ name: `screenshot ${name}`, command }, 'none', setting);
  if (run.exitCode !== 0) return { problem: run.stopped ? `stopped (${run.stopped})` : `exit code ${run.exitCode}` };
  const { done, tooLong, output } = await runErrand(
    ['base64', '-w', '0', '--', `./${file}`],
    2 * LARGEST_MIB * MEBIBYTE,
    setting,
  );
  const bytes = Buffer.from(output, 'base64');
  if (tooLong || bytes.length > LARGEST_MIB * MEBIBYTE)
    return { problem: `the file is larger than ${LARGEST_MIB} MiB` };
  if (!done) return { problem: 'the file was not written' };
  if (!isPng(bytes)) return { problem: 'the file is no PNG' };
  return { file: `screenshot-${label}-${fileNameOf(name)}.png`, bytes };
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const HEADER_AT = 12;
const MOST_PIXELS = 10_000;

/** By its signature and its header: a picture of a size that somebody could want to see. */
export function isPng(bytes: Buffer): boolean {
  if (bytes.length < 33 || !bytes.subarray(0, 8).equals(SIGNATURE)) return false;
  if (bytes.toString('latin1', HEADER_AT, HEADER_AT + 4) !== 'IHDR') return false;
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  return [width, height].every((side) => side > 0 && side <= MOST_PIXELS);
}
