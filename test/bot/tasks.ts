import { type AdmissionCheck, CHECKS } from '#shared/task/admission.ts';
import { compareRuns } from '#shared/task/compare.ts';
import { type Fact, type WorkerEvent, WorkerFact } from '#shared/task/events.ts';
import type { CheckRun, Evidence } from '#shared/task/evidence.ts';
import type { Failure } from '#shared/task/failure.ts';
import { advance, submitted } from '#shared/task/lifecycle.ts';
import { type Change, STEPS, type StepName } from '#shared/task/step.ts';
import { type Task, type TaskRequest, taskIdOf } from '#shared/task/task.ts';
import { crowdOf, DOUBTFUL } from './doubts.ts';
import { taught } from './taught.ts';

export const ANA = { id: 'U0ANA', name: 'Ana' };
export const BEN = { id: 'U0BEN', name: 'Ben' };
export const BORN_AT = 1_800_000_000_000;
const BASE = 'ba5e000'.padEnd(40, '0');
export const HEAD = 'bead000'.padEnd(40, '0');
export const URL_OF_3 = 'https://github.com/acme/shop/pull/3';

const REQUEST: TaskRequest = {
  repository: 'acme/shop',
  repositoryReason: 'named in the request',
  words: 'Fix the rounding of prices in the cart',
  criteria: '0.1 + 0.2 is shown as 0.30',
  base: 'main',
};

/** A task as it is born. */
export function born(request: Partial<TaskRequest> = {}, key = 'a key'): Task {
  const thread = { team: 'T0TEAM', channel: 'C0GENERAL' };
  return submitted({ id: taskIdOf(key), request: { ...REQUEST, ...request }, requester: ANA, thread, at: BORN_AT });
}

/** The task after facts that come a second apart, through the one function that changes records. */
export function after(task: Task, ...facts: readonly Fact[]): Task {
  const start = task.changedAt;
  return facts.reduce((current: Task, fact, index) => {
    const event = { attempt: current.attempt, at: start + (index + 1) * 1_000 };
    return isOfWorker(fact)
      ? advance(current, { ...event, fact, task: current.id, seq: current.folded + 1 })
      : advance(current, { ...event, fact });
  }, task);
}

type OfWorker = WorkerEvent['fact'];
const WORKERS: ReadonlySet<string> = new Set(WorkerFact.options.map((option) => option.shape.type.value));
const isOfWorker = (fact: Fact): fact is OfWorker => WORKERS.has(fact.type);

// Admission

export const PASSED: readonly AdmissionCheck[] = [
  { check: 'payload', passed: true, words: 'The request can be read.', tookMs: 1 },
  { check: 'github', passed: true, words: 'The App can work on acme/shop.', tookMs: 120 },
];
const REFUSED: readonly AdmissionCheck[] = [
  { check: 'payload', passed: true, words: 'The request can be read.', tookMs: 1 },
  {
    check: 'repository',
    passed: false,
    words: 'I do not work on acme/shop.',
    tookMs: 2,
    refusal: { whose: 'yours', remedy: 'Ask for `acme/api` instead.' },
  },
];

// Runs of checks, and what they add up to

export const run = (about: Partial<CheckRun> = {}): CheckRun => ({
  name: 'test',
  command: 'npm test',
  commit: BASE,
  exitCode: 0,
  tookMs: 3_100,
  logHash: 'f'.repeat(64),
  log: 'test.log',
  tail: 'ok 1 - adds\n',
  tests: { adds: 'passed', rounds: 'passed' },
  ...about,
});
const RED_BEFORE = run({ exitCode: 1, tests: { adds: 'passed', rounds: 'failed' } });
const FIXED = run({ commit: HEAD });
const STILL_RED = run({
  commit: HEAD,
  exitCode: 1,
  tests: { adds: 'failed', rounds: 'failed' },
  tail: 'not ok 2 - rounds\n',
});

export function evidence(verdict: Evidence['verdict'], about: Partial<Evidence> = {}): Evidence {
  const after = { green: [FIXED], red: [STILL_RED], unproven: [] }[verdict];
  const before = verdict === 'unproven' ? [] : [RED_BEFORE];
  const moves = compareRuns(before, after);
  return { base: BASE, head: HEAD, before, after, moves, verdict, definitionsChanged: [], ...about };
}

export const CHANGE: Change = {
  commit: HEAD,
  files: [{ path: 'src/price.js', added: 3, removed: 1 }],
  fileCount: 1,
  account: {
    summary: 'Prices are rounded once, at the end.',
    why: 'They were rounded per item.',
    verify: 'Put three items of 0.1 into the cart.',
    risk: 'Totals of old orders may differ by a cent.',
    rollback: 'Revert the commit.',
  },
};
export const FAILURE: Failure = {
  code: 'install_failed',
  words: 'npm could not install the dependencies.',
  whose: 'service',
  remedy: 'Wait until the registry is back, then retry.',
};

// Ways through the life of a task

const admitted = (task: Task): Task =>
  after(task, { type: 'admission.started' }, { type: 'admission.passed', checks: [...PASSED] });

export const ready = (task: Task, model = 'scripted'): Task =>
  after(
    admitted(task),
    { type: 'execution.claimed', execution: 'e1' },
    { type: 'worker.ready', model, sandbox: model === 'scripted' ? 'none' : 'bubblewrap' },
  );

const FOUND: Partial<Record<StepName, Fact>> = { baseline: { type: 'baseline.measured', runs: [RED_BEFORE] } };

/** Running, with every step before `step` done in a second and a half. */
export function at(step: StepName, task = ready(born())): Task {
  const done = STEPS.slice(0, STEPS.indexOf(step)).flatMap((earlier): Fact[] => [
    { type: 'step.started', step: earlier },
    ...(FOUND[earlier] ? [FOUND[earlier]] : []),
    { type: 'step.ended', step: earlier, state: 'done', tookMs: 1_500, gist: `${earlier} is done` },
  ]);
  return after(task, ...done, { type: 'step.started', step });
}

type Seen = Evidence['verdict'] | Evidence;
const evidenceOf = (seen: Seen): Evidence => (typeof seen === 'string' ? evidence(seen) : seen);

const verified = (seen: Seen, task?: Task): Task =>
  after(
    at('finalize', task),
    { type: 'change.committed', change: CHANGE },
    { type: 'evidence.gathered', evidence: evidenceOf(seen) },
  );

const granted = (seen: Seen, task?: Task): Task => after(verified(seen, task), { type: 'push.granted', head: HEAD });

export const pushed = (seen: Seen, task?: Task): Task =>
  after(granted(seen, task), { type: 'branch.found', head: HEAD });

export const opened = (seen: Seen, task?: Task): Task =>
  after(pushed(seen, task), {
    type: 'pull_request.opened',
    number: 3,
    url: URL_OF_3,
    draft: evidenceOf(seen).verdict !== 'green',
  });

const cancelling = (task: Task, by = ANA): Task => after(task, { type: 'cancel.asked', by });

export const cancelled = (task: Task, by = ANA): Task => after(cancelling(task, by), { type: 'cancel.proved' });

export const failed = (task: Task, failure = FAILURE): Task => after(task, { type: 'attempt.failed', failure });

export const refused = (task: Task): Task =>
  after(task, { type: 'admission.started' }, { type: 'admission.refused', checks: [...REFUSED] });

const deferred = (task: Task): Task =>
  after(task, { type: 'admission.started' }, { type: 'admission.deferred', checks: [...PASSED] });

export const retried = (task: Task): Task => after(task, { type: 'attempt.opened', next: 'retry', by: BEN });

export const triedAgain = (task: Task): Task => after(task, { type: 'attempt.opened', next: 'automatic' });

/** A task in every state there is, and in every way of being in it that is drawn differently. */
export const STAGES = {
  queued: born(),
  waiting: deferred(born()),
  admitting: after(born(), { type: 'admission.started' }),
  rejected: refused(born()),
  starting: admitted(born()),
  hydrate: ready(born()),
  provision: at('provision'),
  baseline: at('baseline'),
  implement: at('implement'),
  verify: at('verify'),
  finalize: verified('green'),
  cancelling: cancelling(at('implement'), BEN),
  granted: granted('green'),
  pushed: pushed('green'),
  green: opened('green'),
  red: opened('red'),
  unproven: opened('unproven'),
  failed: failed(at('provision')),
  cancelled: cancelled(at('implement'), BEN),
  stoppedAfterPush: cancelled(pushed('green')),
  stoppedTooLate: after(
    cancelling(pushed('green')),
    { type: 'pull_request.opened', number: 3, url: URL_OF_3, draft: false },
    { type: 'cancel.proved' },
  ),
  retried: retried(failed(at('provision'))),
  retriedRed: retried(opened('red')),
  triedAgain: triedAgain(failed(at('provision'))),
  secondGreen: opened('green', ready(retried(failed(at('provision'))))),
  moved: after(opened('green'), { type: 'branch.moved', head: 'e1e0000'.padEnd(40, '0') }),
  untold: after(opened('green'), { type: 'evidence.told', refused: 'It may not. Give it checks=write.' }),
  taught: taught(opened('green')),
  doubtful: opened(evidence('green', DOUBTFUL)),
} satisfies Record<string, Task>;
export type Stage = keyof typeof STAGES;

// More of everything than a message can hold

const MANY = Array.from({ length: 60 }, (_, index) => `name ${index}`);
const RUNS = MANY.map((name) => run({ name, exitCode: 1 }));
const CROWDED = evidence('red', {
  before: RUNS,
  after: RUNS,
  moves: { fixed: MANY, broken: MANY, stillFailing: MANY, notRun: MANY, added: MANY, passed: 60 },
  definitionsChanged: MANY,
  ...crowdOf(MANY),
});
const refusals = CHECKS.map(
  (check): AdmissionCheck => ({
    check,
    passed: false,
    words: 'No.',
    tookMs: 1,
    refusal: { whose: 'yours', remedy: 'Go.' },
  }),
);

export const CROWDED_STAGES: readonly Task[] = [
  after(born(), { type: 'admission.started' }, { type: 'admission.refused', checks: refusals }),
  after(
    at('finalize'),
    { type: 'baseline.measured', runs: RUNS },
    {
      type: 'change.committed',
      change: { ...CHANGE, files: MANY.map((path) => ({ path, added: 1, removed: 1 })), fileCount: 400, bound: 'Why' },
    },
    { type: 'evidence.gathered', evidence: CROWDED },
    { type: 'push.granted', head: HEAD },
    { type: 'branch.found', head: HEAD },
    { type: 'pull_request.opened', number: 3, url: URL_OF_3, draft: true },
  ),
];
