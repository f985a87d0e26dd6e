import { parseArgs } from 'node:util';
import { findEmulators } from '../google/emulator-files.ts';
import { withEmulators } from '../google/emulators.ts';
import { ack } from './ack.ts';
import { claimContended } from './claim-contended.ts';
import { eventToSlack } from './event-to-slack.ts';
import { fold } from './fold.ts';
import { harness } from './harness.ts';
import type { Figure } from './measure.ts';
import { provision } from './provision.ts';
import { request } from './request.ts';
import { soak } from './soak.ts';
import { start } from './start.ts';
import { startToPage } from './start-to-page.ts';

type Bench = () => Promise<readonly Figure[]>;

/** Every measurement by the name of its figures. */
const BENCHES: Readonly<Record<string, Bench>> = {
  ack,
  claim_contended: claimContended,
  event_to_slack: () => eventToSlack('embedded'),
  fold,
  provision,
  request,
  start_to_page: startToPage,
  start: () => start('embedded'),
};

/** The same on Google's stack, which wants Java and the emulators. */
const ON_GOOGLE: typeof BENCHES = {
  'google.event_to_slack': () => eventToSlack('google'),
  'google.start': () => start('google'),
};

/** Those that take long run only when they are named. */
const LONG: typeof BENCHES = { harness, soak };

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const known = { ...BENCHES, ...ON_GOOGLE, ...LONG };
const unknown = positionals.filter((name) => !Object.hasOwn(known, name));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}. There are ${Object.keys(known).join(', ')}.`);
  process.exit(1);
}
const wanted = Object.entries(known).filter(([name]) =>
  positionals.length > 0 ? positionals.includes(name) : !Object.hasOwn(LONG, name),
);
const onGoogle = wanted.filter(([name]) => Object.hasOwn(ON_GOOGLE, name));
const elsewhere = wanted.filter(([name]) => !Object.hasOwn(ON_GOOGLE, name));
const missed = (await run(elsewhere)) + (onGoogle.length > 0 ? await runOnGoogle() : 0);
process.exitCode = missed === 0 ? 0 : 1;

async function runOnGoogle(): Promise<number> {
  const found = findEmulators();
  if (!('why' in found)) return withEmulators(() => run(onGoogle));
  console.error(`${onGoogle.map(([name]) => name).join(', ')} is not measured here: ${found.why}.`);
  return 0;
}

/** Tells each figure as it comes; how many missed their aims. */
async function run(benches: readonly (readonly [string, Bench])[]): Promise<number> {
  let missed = 0;
  for (const [, bench] of benches)
    for (const figure of await bench()) {
      if (!figure.ok) missed++;
      console.log(values.json ? JSON.stringify(figure) : inWords(figure));
    }
  return missed;
}

function inWords({ name, value, unit, aim, atLeast, ok, baseline }: Figure): string {
  const wanted = aim === undefined ? atLeast && `≥ ${atLeast}` : `≤ ${aim}`;
  const judged = wanted === undefined ? '' : ` (aim ${wanted}${ok ? '' : ', missed'})`;
  return `${name.padEnd(26)} ${value} ${unit}${judged}${baseline === undefined ? '' : `, baseline ${baseline}`}`;
}
