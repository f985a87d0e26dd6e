import type { AdmissionCheck } from '#shared/task/admission.ts';
import { oneLine } from '#shared/text/escape.ts';
import { count, duration } from './amounts.ts';
import { context } from './blocks.ts';
import { fit } from './fit.ts';
import { type Message, message } from './message.ts';
import { wayOut } from './problem.ts';
import { bold, lines, type Piece, prose, richText } from './rich-text.ts';

const LABELS: Readonly<Record<AdmissionCheck['check'], string>> = {
  payload: 'Request',
  requester: 'Requester',
  repository: 'Repository',
  access: 'Access',
  github: 'GitHub',
  sandbox: 'Sandbox',
  capacity: 'Capacity',
  budget: 'Budget',
};

/** The answer to a dry run: every check with tick or cross and its time. */
export function checkReport(checks: readonly AdmissionCheck[]): Message {
  const isRefused = checks.some(({ passed }) => !passed);
  const said = isRefused ? `This would not start: ${refusalWords(checks)}.` : 'This would start: every check passed.';
  return message(said, [
    richText(lines([bold(said)], ...checks.flatMap(checkRow))),
    context([`${count(checks.length, 'check')} in ${duration(admissionMs(checks))}`, 'nothing was started or spent']),
  ]);
}

/** A refusal: the crosses in full, the ticks in one line. */
export function refusalRows(checks: readonly AdmissionCheck[]): readonly (readonly Piece[])[] {
  const passed = checks.filter((check) => check.passed).map(({ check }) => LABELS[check]);
  const ticks = passed.length === 0 ? [] : [[`✓ ${passed.join(', ')}`]];
  return [...checks.filter((check) => !check.passed).flatMap(checkRow), ...ticks];
}

/** How much of admission refused. */
export function refusalWords(checks: readonly AdmissionCheck[]): string {
  const refused = checks.filter(({ passed }) => !passed).length;
  return `${refused} of ${count(checks.length, 'check')} did not pass`;
}

/** The checks run side by side, so the longest is what people waited for. */
export const admissionMs = (checks: readonly AdmissionCheck[]): number =>
  Math.max(0, ...checks.map(({ tookMs }) => tookMs));

function checkRow({ check, passed, words, tookMs, refusal }: AdmissionCheck): readonly (readonly Piece[])[] {
  const found = prose(`: ${fit(oneLine(words), 300)} (${duration(tookMs)})`);
  return [[passed ? '✓ ' : '✗ ', bold(LABELS[check]), ...found], ...(refusal ? wayOut(refusal) : [])];
}
