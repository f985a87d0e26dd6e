import { hasPassed } from '#shared/task/compare.ts';
import type { Benchmark, CheckRun, Evidence, TestMoves } from '#shared/task/evidence.ts';
import { oneLine } from '#shared/text/escape.ts';
import { count, duration, shortCommit } from './amounts.ts';
import { fit } from './fit.ts';

/** What the evidence says about the change, in one sentence. */
export function verdictSentence(evidence: Evidence): string {
  switch (evidence.verdict) {
    case 'green':
      return `Every check passed at ${shortCommit(evidence.head)}${butForFlaky(evidence)}.`;
    case 'red':
      return `At ${shortCommit(evidence.head)}, ${whatFails(evidence)}.`;
    case 'unproven':
      return 'This repository has no checks, so nothing proves the change.';
    default:
      return evidence.verdict satisfies never;
  }
}

function butForFlaky({ flaky = [] }: Evidence): string {
  const atHead = flaky.filter(({ at }) => at === 'head');
  return atHead.length === 0 ? '' : `, but for ${count(atHead.length, 'flaky test')}`;
}

/** Red in a few words. A test that failed before is not blamed on the change. */
export function whatFails({ moves, after, benchmarks = [] }: Pick<Evidence, 'moves' | 'after' | 'benchmarks'>): string {
  const { broken, stillFailing, notRun } = moves;
  const failing = broken.length + stillFailing.length;
  if (failing === 0 && !after.every(hasPassed)) return 'not every check passed';
  if (failing === 0 && notRun.length > 0) return `${testsThatRan(notRun.length)} any more`;
  if (failing === 0) return outOfBounds(benchmarks);
  const verb = failing === 1 ? 'fails' : 'fail';
  return `${count(failing, 'test')} ${verb}${sinceBefore(stillFailing.length, failing)}`;
}

function outOfBounds(benchmarks: readonly Benchmark[]): string {
  const broken = benchmarks.filter(({ must }) => must?.kept === false).length;
  return broken === 0
    ? 'not every check passed'
    : `${count(broken, 'benchmark')} ${broken === 1 ? 'is' : 'are'} out of bounds`;
}

const testsThatRan = (many: number): string =>
  many === 1 ? '1 test that ran before does not run' : `${many} tests that ran before do not run`;

function sinceBefore(stillFailing: number, failing: number): string {
  if (stillFailing === 0) return '';
  return stillFailing === failing ? ', as before the change' : `, ${stillFailing} of them as before the change`;
}

/** The groups of tests that moved, or failed to; empty groups left out. */
export function movesOf(moves: TestMoves): readonly { readonly label: string; readonly names: readonly string[] }[] {
  const groups = [
    { label: 'Fixed', names: moves.fixed },
    { label: 'Broken', names: moves.broken },
    { label: 'Still failing', names: moves.stillFailing },
    { label: 'No longer run', names: moves.notRun },
    { label: 'Added', names: moves.added },
  ];
  return groups.filter(({ names }) => names.length > 0);
}

/** One check at base and at head. */
export interface Comparison {
  readonly name: string;
  readonly command: string;
  readonly before?: CheckRun;
  readonly after?: CheckRun;
}

/** Every check that ran at base, at head or at both, in the order they ran. */
export function comparisonsOf(evidence: Pick<Evidence, 'before' | 'after'>): readonly Comparison[] {
  const names = new Set([...evidence.after, ...evidence.before].map(({ name }) => name));
  return [...names].flatMap((name) => {
    const before = evidence.before.find((run) => run.name === name);
    const after = evidence.after.find((run) => run.name === name);
    const command = (after ?? before)?.command;
    return command === undefined ? [] : [{ name, command, ...(before && { before }), ...(after && { after }) }];
  });
}

/** How one run of a check went. */
export function runWords(run: CheckRun | undefined): string {
  return run === undefined ? 'not run' : `${verdictWords(run)}, ${duration(run.tookMs)}${againWords(run)}`;
}

const STOPPED = {
  timeout: 'stopped at its time limit',
  memory: 'stopped at its memory limit',
  output: 'stopped: too much output',
};

const againWords = ({ again }: CheckRun): string => (again ? `; ${again.passed} of ${again.runs} runs passed` : '');

function verdictWords(run: CheckRun): string {
  if (run.again?.flakyOnly) return 'flaky';
  if (run.stopped !== undefined) return STOPPED[run.stopped];
  if (run.exitCode === null) return 'stopped';
  if (run.exitCode !== 0) return `failed (exit ${run.exitCode})`;
  return hasPassed(run) ? 'passed (exit 0)' : 'failed (though exit 0)';
}

/** A few names of many, each cut to a length. */
export function someOf(names: readonly string[], limits: { readonly names: number; readonly length: number }) {
  const shown = names.slice(0, limits.names).map((name) => fit(oneLine(name), limits.length) || '(no name)');
  return { shown, more: names.length - shown.length };
}
