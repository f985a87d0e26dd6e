import type { ReportFormat } from '../check.ts';
import { parseGo } from './go.ts';
import { parseJest } from './jest.ts';
import { parseJUnit, parseNodeTest } from './junit.ts';
import { parseLibtest } from './libtest.ts';
import { parseMinitest } from './minitest.ts';
import { parseMocha } from './mocha.ts';
import type { ReportedTest } from './reported-test.ts';
import { parseRSpec } from './rspec.ts';
import { parseTap } from './tap.ts';
import { parseTestUnit } from './test-unit.ts';
import { parseTrx } from './trx.ts';
import { parseUnittest } from './unittest.ts';

/** What reads which report. Each throws on anything but a report of its format, and never takes half of one for a whole. */
export const PARSERS = {
  jest: parseJest,
  // Vitest writes the shape of Jest's report.
  vitest: parseJest,
  mocha: parseMocha,
  junit: parseJUnit,
  trx: parseTrx,
  'node-test': parseNodeTest,
  rspec: parseRSpec,
  go: parseGo,
  libtest: parseLibtest,
  minitest: parseMinitest,
  'test-unit': parseTestUnit,
  tap: parseTap,
  unittest: parseUnittest,
} as const satisfies Record<ReportFormat | 'node-test', (text: string) => readonly ReportedTest[]>;
