import { createHash } from 'node:crypto';
import * as z from 'zod';
import { CheckRun } from '#shared/task/evidence.ts';
import type { BaselineSource } from '#shared/task/reuse.ts';
import type { Moment } from '#shared/task/task.ts';
import type { Bot } from '../bot.ts';

/** What was installed from the network for it drifts, however well everything is locked. */
const GOOD_FOR_MS = 24 * 60 * 60_000;

interface Wanted {
  readonly commit: string;
  readonly conditions: string;
  readonly now: Moment;
}

/** Whether what an earlier attempt measured still holds: the same commit, under the same conditions, not long ago. */
export function stillHolds(source: BaselineSource, { commit, conditions, now }: Wanted): boolean {
  return source.commit === commit && source.conditions === conditions && now - source.at < GOOD_FOR_MS;
}

/** Its runs, test by test; undefined when they are gone, or not what they were. */
export async function readKept(
  source: BaselineSource,
  bot: Pick<Bot, 'baseline'>,
  signal: AbortSignal,
): Promise<readonly CheckRun[] | undefined> {
  const text = await bot.baseline(signal);
  if (text === undefined || createHash('sha256').update(text).digest('hex') !== source.hash) return undefined;
  return z.array(CheckRun).parse(JSON.parse(text));
}
