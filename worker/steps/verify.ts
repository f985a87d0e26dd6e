import { join } from 'node:path';
import { compareRuns, verdictOf } from '#shared/task/compare.ts';
import type { CheckRun, Evidence, TestMoves } from '#shared/task/evidence.ts';
import { clip } from '#shared/text/clip.ts';
import { checkOut, removeInnerRepositories, treeWith } from '../commits.ts';
import type { Git } from '../git.ts';
import type { Measure, Subject } from '../measure.ts';
import type { Tell } from '../publisher.ts';
import type { Folders } from '../rooms.ts';
import type { Step } from '../step.ts';
import { type Baseline, resultsOf, withoutTests } from './baseline.ts';
import { type Touched, touchedBetween } from './definitions.ts';
import type { Draft } from './implement.ts';
import type { Ground } from './provision.ts';

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
      const evidence = evidenceOf(before.runs, after, {
        base,
        head,
        definitionsChanged: [...touched.definitions.keys()],
      });
      tell({ type: 'evidence.gathered', evidence });
      return evidence;
    },
    gist: ({ after, moves }) => [resultsOf(after), ...inWords(moves)].join(', '),
  };
}

function evidenceOf(
  before: readonly CheckRun[],
  after: readonly CheckRun[],
  about: Pick<Evidence, 'base' | 'head' | 'definitionsChanged'>,
): Evidence {
  return {
    ...about,
    definitionsChanged: bounded(about.definitionsChanged),
    before: before.map(withoutTests),
    after: after.map(withoutTests),
    moves: boundedMoves(compareRuns(before, after)),
    verdict: verdictOf(after),
  };
}

const MAX_NAMES = 200;
const MAX_NAME = 200;

/** The whole lists are in the artifacts; a record has to fit into one document. */
const bounded = (names: readonly string[]): string[] => names.slice(0, MAX_NAMES).map((name) => clip(name, MAX_NAME));

function boundedMoves({ passed, ...lists }: TestMoves): TestMoves {
  const { fixed, broken, stillFailing, notRun, added } = lists;
  return {
    ...{ fixed: bounded(fixed), broken: bounded(broken), stillFailing: bounded(stillFailing) },
    ...{ notRun: bounded(notRun), added: bounded(added), passed },
  };
}

function inWords({ fixed, broken }: TestMoves): string[] {
  return [
    ...(fixed.length > 0 ? [`${fixed.length} fixed`] : []),
    ...(broken.length > 0 ? [`${broken.length} broken`] : []),
  ];
}
