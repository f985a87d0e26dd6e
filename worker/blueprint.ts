import type { Evidence } from '#shared/task/evidence.ts';
import type { RunStep, Step } from './step.ts';
import type { Baseline } from './steps/baseline.ts';
import type { Pushed } from './steps/finalize.ts';
import type { Brief } from './steps/hydrate.ts';
import type { Draft, ImplementInput } from './steps/implement.ts';
import type { Ground } from './steps/provision.ts';
import type { VerifyInput } from './steps/verify.ts';
import { together } from './together.ts';

export interface Steps {
  readonly hydrate: Step<undefined, Brief>;
  readonly provision: Step<undefined, Ground>;
  readonly baseline: Step<Ground, Baseline>;
  readonly implement: Step<ImplementInput, Draft>;
  readonly verify: Step<VerifyInput, Evidence>;
  readonly finalize: Step<{ readonly ground: Ground; readonly draft: Draft }, Pushed>;
}

/** The whole job. Each line needs what the lines above give; the compiler holds the order, and what needs nothing begins at once. */
export async function blueprint(steps: Steps, run: RunStep, fixRounds: number): Promise<Pushed> {
  const [brief, ground] = await together<[Brief, Ground]>([
    (stop) => run(steps.hydrate, undefined, stop),
    (stop) => run(steps.provision, undefined, stop),
  ]);
  const before = await run(steps.baseline, ground);
  let draft = await run(steps.implement, { brief, ground, before });
  let evidence = await run(steps.verify, { ground, before, draft });
  for (let round = 1; round <= fixRounds && isWorthFixing(evidence, draft); round += 1) {
    const fixed = await run(steps.implement, { brief, ground, before, failed: { draft, evidence } });
    if (fixed.change.commit === draft.change.commit) break;
    draft = fixed;
    evidence = await run(steps.verify, { ground, before, draft });
  }
  return await run(steps.finalize, { ground, draft });
}

/** An agent at one of its bounds has nothing left to fix with. */
function isWorthFixing(evidence: Evidence, { change }: Draft): boolean {
  return evidence.verdict === 'red' && change.bound === undefined;
}
