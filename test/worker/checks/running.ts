import { spawnSync } from 'node:child_process';
import { afterEach } from 'vitest';
import type { Check } from '#worker/checks/check.ts';
import { runChecks } from '#worker/checks/run.ts';
import type { Setting } from '#worker/checks/setting.ts';
import { openPlace, type Place, settingOf } from './place.ts';

const places: Place[] = [];
afterEach(async () => {
  await Promise.all(places.splice(0).map((place) => place.remove()));
});

/** A place with these files, gone after the test. */
export async function placeWith(files: Record<string, string>): Promise<Place> {
  const place = await openPlace(files);
  places.push(place);
  return place;
}

/** Runs one check there. */
export async function runOne(place: Place, check: Partial<Check>, changes: Partial<Setting> = {}) {
  const checks = [{ name: 'test', command: 'npm test', ...check }];
  const [run] = await runChecks({ checks }, settingOf(place, changes));
  if (!run) throw new Error('the check did not run');
  return run;
}

/** Why a test cannot run here, for its name; empty where it can. */
export function missing(program: string, ...args: string[]): string {
  const { status } = spawnSync(program, args);
  return status === 0 ? '' : ` (skipped: this machine has no ${[program, ...args].join(' ')})`;
}
