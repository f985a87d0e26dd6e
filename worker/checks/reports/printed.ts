import type { PrintedFormat } from '../check.ts';
import { endsLibtest } from './libtest.ts';
import { endsMinitest } from './minitest.ts';
import { speaksTap } from './tap.ts';
import { endsTestUnit } from './test-unit.ts';
import { endsUnittest } from './unittest.ts';

/** Which runners' reports a check's output holds, by the lines they end with. */
export function printedIn(output: string): readonly PrintedFormat[] {
  return SIGNS.filter(([, isThere]) => isThere(output)).map(([format]) => format);
}

const SIGNS: readonly (readonly [PrintedFormat, (output: string) => boolean])[] = [
  ['unittest', endsUnittest],
  ['libtest', endsLibtest],
  ['minitest', endsMinitest],
  ['test-unit', endsTestUnit],
  ['tap', speaksTap],
];
