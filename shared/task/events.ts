import * as z from 'zod';
import { AdmissionCheck } from './admission.ts';
import { CheckRun, CommitId, Evidence } from './evidence.ts';
import { Failure } from './failure.ts';
import { BaselineSource, KeptContext, Start } from './reuse.ts';
import { Change, StepName, Usage } from './step.ts';

const Person = z.object({ id: z.string().max(64), name: z.string().max(200) });
const moment = z.number().int().nonnegative();
const gist = z.string().max(300).optional();
const StepLine = z.object({
  step: StepName,
  state: z.enum(['running', 'done', 'failed']),
  rounds: z.number().int().positive(),
  tookMs: z.number().nonnegative(),
  gist,
});

const Context = z.object({
  included: z.array(z.string().max(300)),
  omitted: z.array(z.string().max(300)),
  /** Absent when this attempt gathered it. */
  kept: KeptContext.optional(),
});

/** The whole outcome of an attempt as its worker saw it, so that no event before it is needed to show the end. */
const Report = z.object({
  model: z.string().max(200).optional(),
  sandbox: z.enum(['bubblewrap', 'none']).optional(),
  context: Context.optional(),
  base: z.object({ branch: z.string().max(300), commit: CommitId }).optional(),
  steps: z.array(StepLine),
  usage: Usage,
  baseline: z.array(CheckRun).optional(),
  baselineSource: BaselineSource.optional(),
  change: Change.optional(),
  evidence: Evidence.optional(),
});
export type Report = z.infer<typeof Report>;

/** All that a worker can say. */
export const WorkerFact = z.discriminatedUnion('type', [
  // The workspace came up
  z.object({ type: z.literal('worker.ready'), model: z.string().max(200), sandbox: z.enum(['bubblewrap', 'none']) }),
  // The blueprint moved
  z.object({ type: z.literal('step.started'), step: StepName }),
  z.object({
    type: z.literal('step.ended'),
    step: StepName,
    state: z.enum(['done', 'failed']),
    tookMs: z.number().nonnegative(),
    gist,
  }),
  // A step found something the record keeps
  Context.extend({ type: z.literal('context.gathered') }),
  z.object({ type: z.literal('workspace.ready'), branch: z.string().max(300), commit: CommitId }),
  z.object({ type: z.literal('baseline.measured'), runs: z.array(CheckRun), source: BaselineSource.optional() }),
  // The agent did something worth a line in the log
  z.object({ type: z.literal('agent.said'), words: z.string().max(4_000), usage: Usage.optional() }),
  z.object({ type: z.literal('agent.acted'), tool: z.string().max(50), gist: z.string().max(300), usage: Usage }),
  z.object({ type: z.literal('note.heard'), note: z.number().int().positive() }),
  z.object({ type: z.literal('change.committed'), change: Change }),
  z.object({ type: z.literal('evidence.gathered'), evidence: Evidence }),
  // The end; nothing of this attempt follows
  z.object({
    type: z.literal('attempt.ended'),
    lastSeq: z.number().int().positive(),
    report: Report,
    outcome: z.discriminatedUnion('end', [
      z.object({ end: z.literal('pushed'), head: CommitId }),
      z.object({ end: z.literal('failed'), failure: Failure }),
      z.object({ end: z.literal('stopped') }),
    ]),
  }),
]);
export type WorkerFact = z.infer<typeof WorkerFact>;

const Stamp = z.object({
  task: z.string().regex(/^t[0-9a-f]{11}$/),
  attempt: z.number().int().positive(),
  /** Counts the events of one attempt from 1, without gaps. */
  seq: z.number().int().positive(),
  at: moment,
});
/** A fact a worker published. Types this version does not know arrive as `unknown` and fold as no-ops. */
export type WorkerEvent = z.infer<typeof Stamp> & { readonly fact: WorkerFact | { readonly type: 'unknown' } };

const Envelope = Stamp.extend({ fact: z.looseObject({ type: z.string().max(50) }) });

/**
 * Reads what came over the wire. Throws a ZodError on anything that is not an event of ours; an unknown type is one
 * (an older bot beside a newer worker), a known type with a wrong shape is not.
 */
export function parseWorkerEvent(raw: unknown): WorkerEvent {
  const { fact, ...stamp } = Envelope.parse(raw);
  return { ...stamp, fact: KNOWN.has(fact.type) ? WorkerFact.parse(fact) : { type: 'unknown' } };
}
const KNOWN: ReadonlySet<string> = new Set(WorkerFact.options.map((option) => option.shape.type.value));

/** The bot's own facts. They pass the same fold, outside the worker's `seq`. */
export const BotFact = z.discriminatedUnion('type', [
  // Admission
  z.object({ type: z.literal('admission.started') }),
  z.object({ type: z.literal('admission.deferred'), checks: z.array(AdmissionCheck) }),
  z.object({ type: z.literal('admission.passed'), checks: z.array(AdmissionCheck) }),
  z.object({ type: z.literal('admission.refused'), checks: z.array(AdmissionCheck) }),
  // Executions
  z.object({ type: z.literal('execution.started'), execution: z.string().max(300) }),
  z.object({ type: z.literal('execution.claimed'), execution: z.string().max(300) }),
  // What people asked
  z.object({ type: z.literal('cancel.asked'), by: Person }),
  z.object({ type: z.literal('note.taken'), by: Person, note: z.number().int().positive() }),
  z.object({
    type: z.literal('attempt.opened'),
    next: z.enum(['retry', 'automatic', 'follow_up']),
    by: Person.optional(),
    /** What a follow-up asks for. */
    words: z.string().max(8_000).optional(),
  }),
  // What the bot granted, did, or found out
  z.object({ type: z.literal('start.chosen'), start: Start }),
  z.object({ type: z.literal('push.granted'), head: CommitId }),
  z.object({ type: z.literal('branch.found'), head: CommitId }),
  z.object({
    type: z.literal('pull_request.opened'),
    number: z.number().int(),
    url: z.string().max(500),
    draft: z.boolean(),
    /** What of its labels and reviewers could not be had, in words. */
    missing: z.array(z.string().max(300)).max(50).optional(),
  }),
  z.object({ type: z.literal('branch.moved'), head: CommitId }),
  z.object({ type: z.literal('evidence.told'), movedTo: CommitId.optional(), refused: z.string().max(500).optional() }),
  z.object({ type: z.literal('cancel.proved') }),
  z.object({ type: z.literal('attempt.failed'), failure: Failure }),
  z.object({ type: z.literal('gap.lost'), from: z.number().int(), to: z.number().int() }),
  z.object({ type: z.literal('event.refused'), why: z.string().max(300) }),
]);
export type BotFact = z.infer<typeof BotFact>;
export type BotEvent = { readonly attempt: number; readonly at: number; readonly fact: BotFact };

export type TaskEvent = BotEvent | WorkerEvent;
export type Fact = TaskEvent['fact'];

/** Latest-only news of a running attempt: shown while it runs, never logged, never folded. */
export const Telemetry = z.object({
  task: Stamp.shape.task,
  attempt: Stamp.shape.attempt,
  at: moment,
  doing: z.string().max(200),
  /** The last lines of the running command. */
  tail: z.string().max(3_000).optional(),
  usage: Usage.optional(),
});
export type Telemetry = z.infer<typeof Telemetry>;
