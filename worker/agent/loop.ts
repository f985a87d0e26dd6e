import type { Price } from '#shared/task/price.ts';
import type { Account, Usage } from '#shared/task/step.ts';
import { oneLine } from '#shared/text/escape.ts';
import type { Note } from '../lease.ts';
import type { Answer, Model } from '../model/model.ts';
import { asQuoted } from '../prompts/quoted.ts';
import { render } from '../prompts/render.ts';
import type { Tell } from '../publisher.ts';
import type { ReportNews } from '../telemetry.ts';
import type { Limit } from './limits.ts';
import { nudgeFor } from './stuck.ts';
import { acted, heard, idleTurns, looked, type Talk, told } from './talk.ts';
import type { Toolbox } from './toolbox.ts';
import type { Outcome } from './tools/tool.ts';

/** How it ended: the agent gave its account, or reached a bound. */
export type Ending = { readonly talk: Talk } & ({ readonly account: Account } | { readonly bound: string });

interface Around {
  readonly model: Model;
  readonly price: Price | undefined;
  readonly system: string;
  readonly toolbox: Toolbox;
  readonly limit: Limit;
  /** How long the agent has worked. */
  readonly usedMs: () => number;
  /** Whether it was the time that ended the conversation, and what is said then. */
  readonly deadline: { readonly isOver: () => boolean; readonly words: string };
  /** A text that is another one once the working tree is. */
  readonly lookAtTree: (signal: AbortSignal) => Promise<string>;
  /** What people said meanwhile. */
  readonly takeNotes: () => readonly Note[];
  readonly tell: Tell;
  readonly report: ReportNews;
  /** Ends the conversation, at its deadline or with the attempt. */
  readonly signal: AbortSignal;
}

/** Ask, remember, tell, act, remember, look, listen, again. */
export async function converse(start: Talk, around: Around): Promise<Ending> {
  const { model, price, system, toolbox, limit, usedMs, deadline, tell, report, signal } = around;
  let talk = start;
  try {
    for (;;) {
      signal.throwIfAborted();
      const bound = limit({ ...talk, usedMs: usedMs() });
      if (bound) return { talk, bound };
      report({ doing: 'thinking', usage: talk.usage });
      const answer = await model.ask({ system, messages: talk.messages, tools: toolbox.specs, signal });
      talk = heard(talk, answer, price);
      if (answer.text || answer.calls.length === 0) tell({ type: 'agent.said', words: answer.text, usage: talk.usage });
      const outcomes = await act(answer, talk.usage, around);
      talk = acted(talk, answer, outcomes);
      const account = outcomes.find((outcome) => outcome.account)?.account;
      if (account) return { talk, account };
      if (isTimeToLook(talk)) talk = looked(talk, await around.lookAtTree(signal));
      talk = told(talk, wordsFor(talk, answer, around));
    }
  } catch (error) {
    // While the model thinks there is no other way to end it. What was done so far is in the room, and is kept.
    if (!deadline.isOver()) throw error;
    return { talk, bound: deadline.words };
  }
}

/** One call after the other: the second may need what the first did. */
async function act({ calls }: Answer, usage: Usage, around: Around): Promise<readonly Outcome[]> {
  const { toolbox, tell, deadline, signal } = around;
  const outcomes: Outcome[] = [];
  for (const call of calls) {
    const outcome = await toolbox.use(call, signal).catch((error: unknown): Outcome => {
      if (!deadline.isOver()) throw error;
      return { text: 'It was stopped: your time is up.', gist: 'stopped', failed: true };
    });
    tell({ type: 'agent.acted', tool: call.name, gist: oneLine(outcome.gist), usage });
    outcomes.push(outcome);
  }
  return outcomes;
}

const LOOK_EVERY_TURNS = 5;

/** A command changes files too, but to look after each would cost more than most of them do. */
const isTimeToLook = (talk: Talk): boolean => idleTurns(talk) > 0 && idleTurns(talk) % LOOK_EVERY_TURNS === 0;

/** Whoever neither acts nor is spoken to would wait for ever. */
function wordsFor(talk: Talk, { unfinished }: Answer, { takeNotes, tell }: Around): readonly string[] {
  const notes = takeNotes();
  for (const { number } of notes) tell({ type: 'note.heard', note: number });
  const words = notes.map(({ by, words: said }) => render('note', { by, words: asQuoted('note', {}, said) }));
  const seen = nudgeFor(talk);
  if (unfinished) return [...words, unfinished];
  return seen ? [...words, render('nudge', { seen })] : words;
}
