import { expect, test } from 'vitest';
import { checkReport } from '#bot/views/admission.ts';
import type { AdmissionCheck } from '#shared/task/admission.ts';
import { PASSED } from '../tasks.ts';
import { contextOf, read } from './shown.ts';

const NO_SANDBOX: AdmissionCheck = {
  check: 'sandbox',
  passed: false,
  words: 'There is no sandbox to work in.',
  tookMs: 4,
  refusal: { whose: 'service', remedy: 'Whoever runs this bot has to mend that.' },
};

test('a dry run that passes shows every check with its time', () => {
  const report = checkReport(PASSED);
  expect(report.text).toBe('This would start: every check passed.');
  expect(read(report.blocks)).toContain('✓ Request: The request can be read. (1 ms)');
  expect(read(report.blocks)).toContain('✓ GitHub: The App can work on acme/shop. (120 ms)');
  expect(contextOf(report)).toEqual(['2 checks in 120 ms', 'nothing was started or spent']);
});

test('a dry run that refuses says whose problem it is and what to do', () => {
  const report = checkReport([...PASSED, NO_SANDBOX]);
  expect(report.text).toBe('This would not start: 1 of 3 checks did not pass.');
  expect(read(report.blocks)).toContain(
    [
      '✗ Sandbox: There is no sandbox to work in. (4 ms)',
      'Whose problem: ours, or that of a service we need. You did nothing wrong.',
      'What to do: Whoever runs this bot has to mend that.',
    ].join('\n'),
  );
});
