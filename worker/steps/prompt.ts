import { hasPassed } from '#shared/task/compare.ts';
import type { Benchmark, CheckRun, Evidence } from '#shared/task/evidence.ts';
import { oneLine } from '#shared/text/escape.ts';
import type { Assignment } from '#shared/worker-api.ts';
import type { Violation } from '../change/rules.ts';
import type { Message } from '../model/model.ts';
import { withoutRuntimeFrames } from '../prompts/frames.ts';
import { asQuoted } from '../prompts/quoted.ts';
import { render } from '../prompts/render.ts';
import type { Baseline } from './baseline.ts';
import type { Piece } from './fit.ts';
import type { Brief } from './hydrate.ts';

/** What the agent is told first. */
export function taskPrompt(
  { request: { repository }, start }: Pick<Assignment, 'request' | 'start'>,
  { request, criteria, followUps, context }: Omit<Brief, 'rules'>,
  { base, runs }: { readonly base: string; readonly runs: Baseline['runs'] },
): Message {
  const common = {
    repository,
    request: asQuoted('request', {}, request),
    criteria: criteria ? `When it is accepted:\n\n${asQuoted('criteria', {}, criteria)}\n\n` : '',
    checks: checksText(runs),
    context:
      [...[...doneBefore(start, base), ...context.included].map(quoted), ...leftOut(context)].join('\n\n') ||
      'Nothing.',
  };
  if (followUps.length === 0) return { role: 'user', text: render('task', common) };
  const more = {
    base,
    standing: start?.words ?? 'Nothing of it is in your workspace.',
    followUps: followUps.map(followUpText).join('\n\n'),
  };
  return { role: 'user', text: render('follow-up', { ...common, ...more }) };
}

/** A retry has the same request, and a workspace in which some of it is done. */
function doneBefore(start: Assignment['start'], base: string): readonly Pick<Piece, 'label' | 'text'>[] {
  if (start?.from !== 'branch') return [];
  return [{ label: 'earlier attempts', text: `${start.words} \`git diff ${base}\` shows what they changed so far.` }];
}

const followUpText = ({ by, words }: Brief['followUps'][number]): string => asQuoted('follow-up', { by }, words);

const checksText = (runs: readonly CheckRun[]): string =>
  asQuoted('checks', {}, runs.map(described).join('\n\n') || 'This repository has none.');

/** What the agent is told when its change did not pass. */
export function fixPrompt({ after, moves, benchmarks = [] }: Evidence): Message {
  return {
    role: 'user',
    text: render('fix', {
      checks: checksText(after),
      broken: listed(moves.broken),
      stillFailing: listed(moves.stillFailing),
      lost: listed(moves.notRun),
      bounds: listed(benchmarks.flatMap(boundNotKept)),
    }),
  };
}

/** `parse: 130 ms, and must be at most 100 ms`. */
const boundNotKept = ({ name, after, unit = '', must }: Benchmark): readonly string[] =>
  must && !must.kept
    ? [`${name}: ${after ? `${after.median} ${unit}`.trim() : 'not measured'}, and must be ${must.words}`]
    : [];

/** What the agent is told when its change must not be pushed as it is. */
export function refusedPrompt(violations: readonly Violation[]): Message {
  return { role: 'user', text: render('refused', { reasons: listed(violations.map(({ words }) => words)) }) };
}

function described(run: CheckRun): string {
  const end = run.stopped ? `stopped (${run.stopped})` : `exit code ${run.exitCode}`;
  const verdict = `${run.name}: \`${run.command}\`: ${hasPassed(run) ? 'passed' : `failed, ${end}`}`;
  return hasPassed(run) ? verdict : `${verdict}\n${withoutRuntimeFrames(run.tail)}`;
}

const quoted = ({ label, text }: Pick<Piece, 'label' | 'text'>): string => asQuoted('context', { of: label }, text);

/** Whoever knows what is missing can look for it. */
function leftOut({ omitted }: Brief['context']): readonly string[] {
  return omitted.length > 0 ? [quoted({ label: 'left out for want of room', text: listed(omitted.map(oneLine)) })] : [];
}

const MAX_LISTED = 50;

function listed(names: readonly string[]): string {
  if (names.length === 0) return 'None.';
  const more = names.length > MAX_LISTED ? [`and ${names.length - MAX_LISTED} more`] : [];
  return [...names.slice(0, MAX_LISTED), ...more].map((name) => `- ${name}`).join('\n');
}
