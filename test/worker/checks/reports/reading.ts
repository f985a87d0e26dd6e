import { readFile } from 'node:fs/promises';
import { PARSERS } from '#worker/checks/reports/parsers.ts';
import { nameTests } from '#worker/checks/test-names.ts';

export type Format = keyof typeof PARSERS;

/** The tests of a report by the names people see. */
export function read(format: Format, text: string): Record<string, string> {
  return nameTests(PARSERS[format](text), '/workspace').tests;
}

/** What a runner really wrote or printed, with this machine's paths replaced. TRX is written after its schema. */
export const fixture = (name: string): Promise<string> =>
  readFile(new URL(`../fixtures/${name}`, import.meta.url), 'utf8');
