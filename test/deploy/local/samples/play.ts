import { compareRuns, verdictOf } from '#shared/task/compare.ts';
import type { CheckRun, Evidence } from '#shared/task/evidence.ts';
import { type Account, NO_USAGE } from '#shared/task/step.ts';
import { createAgent } from '#worker/agent/agent.ts';
import type { Talk } from '#worker/agent/talk.ts';
import type { Cassette } from '#worker/model/cassette.ts';
import { scriptedModel } from '#worker/model/scripted.ts';
import { fixPrompt } from '#worker/steps/prompt.ts';
import { settingOf } from '../../../worker/checks/place.ts';
import type { Copy } from './copy.ts';

/** What the agent said and the platform saw, one for each round. */
export interface Round {
  readonly account: Account;
  readonly evidence: Evidence;
}

/** Lets the worker's own agent play a recording, and checks after each round, as the blueprint does. */
export async function play(copy: Copy, cassette: Cassette): Promise<readonly Round[]> {
  const agent = agentIn(copy, cassette);
  const before = await copy.check();
  const rounds: Round[] = [];
  let talk: Talk = { messages: [{ role: 'user', text: 'Please.' }], usage: NO_USAGE };
  for (let round = 0; round <= cassette.fix.length; round += 1) {
    const ending = await agent(talk, NO_RULES, new AbortController().signal);
    if (!('account' in ending)) throw new Error(`the agent was stopped: ${ending.bound}`);
    const evidence = evidenceOf(before, await copy.check());
    rounds.push({ account: ending.account, evidence });
    if (evidence.verdict !== 'red') break;
    talk = { ...ending.talk, messages: [...ending.talk.messages, fixPrompt(evidence)] };
  }
  return rounds;
}

const NO_RULES = { tell: async () => undefined, seen: () => undefined };
const LIMITS = { turns: 100, tokens: 1_000_000, usd: 1, minutes: 2, fixRounds: 2, commandMinutes: 1 };

function agentIn({ place }: Copy, cassette: Cassette) {
  return createAgent({
    assignment: { limits: LIMITS, price: undefined },
    model: scriptedModel(cassette),
    bot: { upload: async () => '' },
    folders: { agent: place, logs: place.logs },
    // One sandbox for all: its place is closed when the test is over.
    openSandbox: async () => ({ ...place.sandbox, close: async () => undefined }),
    commandLimits: settingOf(place).limits,
    report: () => undefined,
    takeNotes: () => [],
    tell: () => undefined,
    clock: () => performance.now(),
  });
}

function evidenceOf(before: readonly CheckRun[], after: readonly CheckRun[]): Evidence {
  const [base, head] = ['0', '1'].map((digit) => digit.repeat(40)) as [string, string];
  const moves = compareRuns(before, after);
  const runs = { before: [...before], after: [...after] };
  return { base, head, ...runs, moves, verdict: verdictOf(after, moves.notRun), definitionsChanged: [] };
}
