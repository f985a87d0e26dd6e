import type { Evidence } from '#shared/task/evidence.ts';
import type { RunStep, Step } from './step.ts';
import type { Baseline } from './steps/baseline.ts';
import type { Pushed } from './steps/finalize.ts';
import type { Brief } from './steps/hydrate.ts';
import type { Draft, ImplementInput, Tried } from './steps/implement.ts';
import type { Ground } from './steps/provision.ts';
import type { VerifyInput } from './steps/verify.ts';
import { together } from './together.ts';

export interface Steps {
  readonly hydrate: Step<undefined, Brief>;
  readonly provision: Step<undefined, Ground>;
  readonly baseline: Step<Ground, Baseline>;
  readonly implement: Step<ImplementInput, Draft>;
  readonly verify: Step<VerifyInput, Evidence>;
  readonly finalize: Step<{ readonly draft: Draft }, Pushed>;
}

/** The whole job. Each line needs what the lines above give; the compiler holds the order, and what needs nothing begins at once. */
export async function blueprint(steps: Steps, run: RunStep, fixRounds: number): Promise<Pushed> {
  const [brief, ground] = await together<[Brief, Ground]>([
    (stop) => run(steps.hydrate, undefined, stop),
    (stop) => run(steps.provision, undefined, stop),
  ]);
  const before = await run(steps.baseline, ground);
  let tried = await prove(await run(steps.implement, { brief, ground, before }));
  let best = tried;
  for (let round = 1; round <= fixRounds && isWorthFixing(tried); round += 1) {
    const draft = await run(steps.implement, { brief, ground, before, failed: tried });
    if (draft.change.commit === tried.draft.change.commit) break;
    tried = await prove(draft);
    if (tried.evidence) best = tried;
  }
  return await run(steps.finalize, { draft: best.draft });

  /** What must not be pushed need not be measured: it goes back as it is. */
  async function prove(draft: Draft): Promise<Tried> {
    return draft.violations.length > 0
      ? { draft }
      : { draft, evidence: await run(steps.verify, { ground, before, draft }) };
  }
}

/** An agent at one of its bounds has nothing left to fix with. */
function isWorthFixing({ draft, evidence }: Tried): boolean {
  return evidence?.verdict !== 'green' && evidence?.verdict !== 'unproven' && draft.change.bound === undefined;
}
