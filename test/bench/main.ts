import { parseArgs } from 'node:util';
import { ack } from './ack.ts';
import { claimContended } from './claim-contended.ts';
import { eventToSlack } from './event-to-slack.ts';
import { fold } from './fold.ts';
import type { Figure } from './measure.ts';
import { request } from './request.ts';
import { soak } from './soak.ts';
import { startToPage } from './start-to-page.ts';

/** Every measurement by the name of its figures. */
const BENCHES: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  ack,
  claim_contended: claimContended,
  event_to_slack: eventToSlack,
  fold,
  request,
  start_to_page: startToPage,
};

/** Those that take long run only when they are named. */
const LONG: typeof BENCHES = { soak };

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const known = { ...BENCHES, ...LONG };
const unknown = positionals.filter((name) => !Object.hasOwn(known, name));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}. There are ${Object.keys(known).join(', ')}.`);
  process.exit(1);
}
let missed = 0;
for (const [name, bench] of Object.entries(positionals.length > 0 ? known : BENCHES)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  for (const figure of await bench()) {
    if (!figure.ok) missed++;
    console.log(values.json ? JSON.stringify(figure) : inWords(figure));
  }
}
process.exitCode = missed === 0 ? 0 : 1;

function inWords({ name, value, unit, aim, atLeast, ok, baseline }: Figure): string {
  const wanted = aim === undefined ? atLeast && `≥ ${atLeast}` : `≤ ${aim}`;
  const judged = wanted === undefined ? '' : ` (aim ${wanted}${ok ? '' : ', missed'})`;
  return `${name.padEnd(26)} ${value} ${unit}${judged}${baseline === undefined ? '' : `, baseline ${baseline}`}`;
}
