import { type Price, priceOf } from '#shared/task/price.ts';
import type { Account, Usage } from '#shared/task/step.ts';
import { oneLine } from '#shared/text/escape.ts';
import type { Note } from '../lease.ts';
import type { Answer, Message, Model } from '../model/model.ts';
import { render } from '../prompts/render.ts';
import type { Tell } from '../publisher.ts';
import type { ReportNews } from '../telemetry.ts';
import type { Limit } from './limits.ts';
import type { Toolbox } from './toolbox.ts';
import type { Outcome } from './tools/tool.ts';

/** A conversation so far. A fix round goes on with the same one. */
export interface Talk {
  readonly messages: readonly Message[];
  readonly usage: Usage;
}

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
  /** What people said meanwhile. */
  readonly takeNotes: () => readonly Note[];
  readonly tell: Tell;
  readonly report: ReportNews;
  readonly signal: AbortSignal;
}

/** Ask, remember, tell, act, remember, listen, again. */
export async function converse(start: Talk, around: Around): Promise<Ending> {
  const { model, system, toolbox, limit, usedMs, tell, report, signal } = around;
  let talk = start;
  for (;;) {
    const bound = limit({ ...talk, usedMs: usedMs() });
    if (bound) return { talk, bound };
    report({ doing: 'thinking', usage: talk.usage });
    const answer = await model.ask({ system, messages: talk.messages, tools: toolbox.specs, signal });
    talk = heard(talk, answer, around.price);
    if (answer.text) tell({ type: 'agent.said', words: answer.text });
    const outcomes = await act(answer, talk.usage, around);
    talk = acted(talk, answer, outcomes);
    const account = outcomes.find((outcome) => outcome.account)?.account;
    if (account) return { talk, account };
    talk = listened(talk, answer, around);
  }
}

function heard({ messages, usage }: Talk, { text, calls, verbatim, tokens }: Answer, price: Price | undefined): Talk {
  const said: Message = { role: 'model', text, calls, ...(verbatim !== undefined && { verbatim }) };
  return {
    messages: [...messages, said],
    usage: {
      turns: usage.turns + 1,
      inputTokens: usage.inputTokens + tokens.input,
      outputTokens: usage.outputTokens + tokens.output,
      usd: usage.usd + priceOf(price, tokens),
    },
  };
}

/** One call after the other: the second may need what the first did. */
async function act({ calls }: Answer, usage: Usage, { toolbox, tell, signal }: Around): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const call of calls) {
    const outcome = await toolbox.use(call, signal);
    tell({ type: 'agent.acted', tool: call.name, gist: oneLine(outcome.gist), usage });
    outcomes.push(outcome);
  }
  return outcomes;
}

function acted(talk: Talk, { calls }: Answer, outcomes: readonly Outcome[]): Talk {
  if (calls.length === 0) return talk;
  const results = calls.map(({ id, name }, index) => ({ id, name, text: outcomes[index]?.text ?? '' }));
  return { ...talk, messages: [...talk.messages, { role: 'tool', results }] };
}

/** Whoever neither acts nor is spoken to would wait for ever. */
function listened(talk: Talk, { calls, unfinished }: Answer, { takeNotes, tell }: Around): Talk {
  const notes = takeNotes();
  for (const { number } of notes) tell({ type: 'note.heard', note: number });
  const words = notes.map(({ by, words: said }) => render('note', { by, words: said }));
  if (unfinished) words.push(unfinished);
  if (words.length === 0 && calls.length === 0) words.push(render('nudge', {}));
  const heardWords = words.map((text): Message => ({ role: 'user', text }));
  return { ...talk, messages: [...talk.messages, ...heardWords] };
}
