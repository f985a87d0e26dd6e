import { CALENDAR_PL } from './calendar-pl.ts';
import { KEEP_SH } from './keep-sh.ts';
import { LEDGER_PY } from './ledger-py.ts';
import { ROOMS_TS } from './rooms-ts.ts';
import type { Sample } from './sample.ts';
import { SHOP_JS } from './shop-js.ts';

/** What the playground can be asked about. The first one needs nothing but Node: the demo and the tests ask for that. */
export const SAMPLES: readonly [Sample, ...Sample[]] = [SHOP_JS, LEDGER_PY, ROOMS_TS, CALENDAR_PL, KEEP_SH];
