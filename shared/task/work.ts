import type { Fact, Report } from './events.ts';
import type { StepName } from './step.ts';
import type { StepLine, Work } from './task.ts';

/** What a fact adds to what is known of an attempt. Pure; facts that teach nothing give the same work back. */
export function learn(work: Work, fact: Fact): Work {
  switch (fact.type) {
    case 'worker.ready':
      return { ...work, model: fact.model, sandbox: fact.sandbox };
    case 'step.started':
      return { ...work, steps: beginStep(work.steps, fact.step) };
    case 'step.ended':
      return { ...work, steps: endStep(work.steps, fact) };
    case 'context.gathered':
      return { ...work, context: contextOf(fact) };
    case 'start.chosen':
      return { ...work, start: fact.start };
    case 'workspace.ready':
      return { ...work, base: { branch: fact.branch, commit: fact.commit } };
    case 'baseline.measured':
      return { ...work, baseline: fact.runs, ...(fact.source && { baselineSource: fact.source }) };
    case 'agent.said':
    case 'agent.acted':
      return fact.usage ? { ...work, usage: fact.usage } : work;
    case 'change.committed':
      return { ...work, change: fact.change };
    case 'evidence.gathered':
      return { ...work, evidence: fact.evidence };
    case 'attempt.ended':
      return { ...work, ...known(fact.report) };
    default:
      return work;
  }
}

function contextOf({
  included,
  omitted,
  kept,
}: Extract<Fact, { type: 'context.gathered' }>): NonNullable<Work['context']> {
  return { included, omitted, ...(kept && { kept }) };
}

function beginStep(steps: readonly StepLine[], step: StepName): readonly StepLine[] {
  const before = steps.find((line) => line.step === step);
  if (!before) return [...steps, { step, state: 'running', rounds: 1, tookMs: 0 }];
  return steps.map((line) => (line === before ? { ...line, state: 'running', rounds: line.rounds + 1 } : line));
}

function endStep(steps: readonly StepLine[], ended: Extract<Fact, { type: 'step.ended' }>): readonly StepLine[] {
  return steps.map((line) =>
    line.step === ended.step
      ? { ...line, state: ended.state, tookMs: line.tookMs + ended.tookMs, ...(ended.gist && { gist: ended.gist }) }
      : line,
  );
}

function known(report: Report): Partial<Work> {
  const entries = Object.entries(report).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<Work>;
}
