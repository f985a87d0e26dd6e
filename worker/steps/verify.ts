import { join } from 'node:path';
import { claimsOf } from '#shared/task/claims.ts';
import type { CheckRun, Evidence } from '#shared/task/evidence.ts';
import { checkOut, removeInnerRepositories, treeWith } from '../commits.ts';
import type { Git } from '../git.ts';
import type { Measure, Subject } from '../measure.ts';
import type { Tell } from '../publisher.ts';
import type { Folders } from '../rooms.ts';
import type { Step } from '../step.ts';
import { runAgain } from './again.ts';
import { type Baseline, resultsOf } from './baseline.ts';
import { type Touched, touchedBetween } from './definitions.ts';
import { doubtsOf } from './doubts.ts';
import { evidenceOf } from './evidence.ts';
import type { Draft } from './implement.ts';
import type { Ground } from './provision.ts';
import { weakenedBetween } from './weakened.ts';

export interface VerifyInput {
  readonly ground: Ground;
  readonly before: Baseline;
  readonly draft: Pick<Draft, 'change'>;
}

interface Needs {
  readonly git: Git;
  readonly folders: Pick<Folders, 'root'>;
  readonly measure: Measure;
  readonly tell: Tell;
  readonly deadlineMs: number;
}

/** Runs the checks on the agent's commit, as base defines them, and compares with what they said before. */
export function verify({ git, folders, measure, tell, deadlineMs }: Needs): Step<VerifyInput, Evidence> {
  /** The commit's files with base's definitions, in a copy of the pristine room. */
  const arranged = (base: string, head: string, touched: Touched, signal: AbortSignal): Subject['arrange'] => {
    const indexFile = join(folders.root, 'checks.index');
    return async ({ workspace }) => {
      const tree = await treeWith(git, head, touched.definitions, indexFile);
      await removeInnerRepositories(workspace, signal);
      await git.run(['read-tree', base], { indexFile });
      await checkOut(git, tree, { workTree: workspace, indexFile, signal });
    };
  };

  return {
    name: 'verify',
    deadlineMs,
    async run({ ground: { base, plan }, before, draft }, signal) {
      const head = draft.change.commit;
      const touched = await touchedBetween(git, { base, head });
      const arrange = arranged(base, head, touched, signal);
      const subject = { plan, commit: head, label: 'after', arrange, install: touched.dependencies } as const;
      const after = await measure(subject, signal);
      const [atBase, atHead] = await lookAgain({ measure, before, runs: after.runs, subject, base }, signal);
      const seen = evidenceOf(
        { ...before, again: atBase },
        { ...after, again: atHead },
        {
          base,
          head,
          plan,
          definitionsChanged: [...touched.definitions.keys()],
          weakened: await weakenedBetween(git, { base, head }),
        },
      );
      const evidence = { ...seen, claims: [...claimsOf(draft.change.account, { ...draft, evidence: seen })] };
      tell({ type: 'evidence.gathered', evidence });
      return evidence;
    },
    gist: ({ after, moves, flaky = [] }) =>
      [
        resultsOf(after),
        ...counted(moves.fixed, 'fixed'),
        ...counted(moves.broken, 'broken'),
        ...counted(moves.notRun, 'no longer run'),
        ...counted(flaky, 'flaky'),
      ].join(', '),
  };
}

interface Seen {
  readonly measure: Measure;
  readonly before: Baseline;
  /** Of the subject. */
  readonly runs: readonly CheckRun[];
  readonly subject: Subject;
  readonly base: string;
}

/** Once more is enough to see that what failed at base does so by itself; before a change is blamed it gets two more tries. */
const TIMES_AT_BASE = 1;
const TIMES_AT_HEAD = 2;

async function lookAgain({ measure, before, runs, subject, base }: Seen, signal: AbortSignal) {
  const doubts = doubtsOf(before.runs, runs);
  const untouched = { plan: subject.plan, commit: base, label: 'before' } as const;
  return [
    await runAgain(
      { measure, subject: untouched, first: before.runs, doubted: doubts.atBase, times: TIMES_AT_BASE },
      signal,
    ),
    await runAgain({ measure, subject, first: runs, doubted: doubts.atHead, times: TIMES_AT_HEAD }, signal),
  ] as const;
}

const counted = (these: readonly unknown[], words: string): readonly string[] =>
  these.length > 0 ? [`${these.length} ${words}`] : [];
