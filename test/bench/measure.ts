import { readFileSync } from 'node:fs';
import type { StackName } from '../stacks/open.ts';

/** One figure, as `npm run bench -- --json` prints it: one object a line. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: 'ms' | 's' | 'KiB' | 'MiB' | 'ratio' | 'count';
  /** At most this; a figure without an aim is told, not judged. */
  readonly aim?: number;
  readonly atLeast?: number;
  readonly ok: boolean;
  /** The same of what it is compared with, measured in the same run. */
  readonly baseline?: number;
}

export function figure(
  name: string,
  value: number,
  unit: Figure['unit'],
  about: Pick<Figure, 'aim' | 'atLeast' | 'baseline'> = {},
): Figure {
  const { aim = Number.POSITIVE_INFINITY, atLeast = Number.NEGATIVE_INFINITY } = about;
  const rounded = Math.round(value * 1000) / 1000;
  return { name, value: rounded, unit, ok: value <= aim && value >= atLeast, ...about };
}

/** Figures of the embedded stack go by their names alone. */
export const nameOn = (stack: StackName, name: string): string => (stack === 'embedded' ? name : `${stack}.${name}`);

/** The value below which the share of all lies; `share` from 0 to 1. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** What a process holds in memory now. */
export function residentMiB(pid: number | undefined): number {
  const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kib) / 1024;
}
