import { parseArgs } from 'node:util';
import * as z from 'zod';
import { withEmulators } from '../google/emulators.ts';
import { tiny } from '../scenarios/repositories.ts';
import { raiseStage, type Stage } from '../scenarios/stage.ts';
import { STACKS, type StackName } from '../stacks/open.ts';
import { acksSurvive } from './acks.ts';
import { BOUNDARIES } from './boundaries.ts';
import { killAt, VICTIMS, type Victim } from './kill.ts';
import { undisturbed, violationsOf } from './violations.ts';

const REQUEST = 'acme/tiny Mend it';

/** `npm run chaos`: every kill twenty times, and two hundred acks; prints trials and violations as JSON, a line each. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '20' },
      acks: { type: 'string', default: '200' },
      stack: { type: 'string', default: 'embedded' },
    },
  });
  const rounds = Number(values.rounds);
  const stack = z.enum(STACKS).parse(values.stack);
  const run = () => everyKill(stack, rounds, Number(values.acks));
  const violations = stack === 'google' ? await withEmulators(run) : await run();
  process.exitCode = violations === 0 ? 0 : 1;
}

/** How many promises were broken. */
async function everyKill(stack: StackName, rounds: number, acks: number): Promise<number> {
  let violations = 0;
  const tell = (name: string, trials: number, found: readonly string[]) => {
    violations += found.length;
    console.log(JSON.stringify({ name, trials, violations: found }));
  };
  // Side by side, on a stage each: they mostly wait.
  await Promise.all(
    VICTIMS.map(async (victim) =>
      tell(`kill ${victim}`, rounds * BOUNDARIES.length, await onStage(stack, (stage) => kills(stage, victim, rounds))),
    ),
  );
  tell('kill after ack', acks, await onStage(stack, (stage) => acksSurvive(stage, acks)));
  return violations;
}

async function kills(stage: Stage, victim: Victim, rounds: number): Promise<readonly string[]> {
  const reference = await undisturbed(stage, REQUEST);
  const found: string[] = [];
  for (let round = 1; round <= rounds; round++) {
    for (const boundary of BOUNDARIES) {
      const card = await killAt(stage, REQUEST, victim, boundary);
      found.push(
        ...(await violationsOf(stage, card, reference)).map((words) => `round ${round}, ${boundary.name}: ${words}`),
      );
    }
    console.error(`kill ${victim}: round ${round} of ${rounds}, ${found.length} violations so far`);
  }
  return found;
}

async function onStage<T>(stack: StackName, use: (stage: Stage) => Promise<T>): Promise<T> {
  const stage = await raiseStage({ ...tiny(), stack });
  try {
    return await use(stage);
  } finally {
    await stage.close();
  }
}

await main();
