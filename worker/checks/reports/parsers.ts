import type { ReportFormat } from '../check.ts';
import { parseJest } from './jest.ts';
import { parseJUnit, parseNodeTest } from './junit.ts';
import { parseMocha } from './mocha.ts';
import type { ReportedTest } from './reported-test.ts';
import { parseUnittest } from './unittest.ts';

/** What reads which report. Each throws on anything but a whole report of its format: half of one is a wrong answer. */
export const PARSERS = {
  jest: parseJest,
  // Vitest writes the shape of Jest's report.
  vitest: parseJest,
  mocha: parseMocha,
  junit: parseJUnit,
  'node-test': parseNodeTest,
  unittest: parseUnittest,
} as const satisfies Record<ReportFormat | 'node-test', (text: string) => readonly ReportedTest[]>;
