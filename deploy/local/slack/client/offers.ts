import * as z from 'zod';
import { refuse } from '../person/refuse.ts';

const Suggestion = z.object({
  repository: z.string(),
  request: z.string(),
  language: z.string(),
  /** What there is to see in it, for whoever chooses one. */
  shows: z.string().optional(),
  /** Why this machine cannot show it. */
  unavailable: z.string().optional(),
});
const Deed = z.object({ id: z.string(), label: z.string(), explanation: z.string() });
const Link = z.object({ label: z.string(), url: z.string(), explanation: z.string() });

/** What the page is told of the playground around this Slack. */
export const Offered = z.object({
  repositories: z.array(z.string()),
  suggestions: z.array(Suggestion),
  acts: z.array(Deed),
  links: z.array(Link),
});
export type Offered = z.infer<typeof Offered>;

/** What a playground puts on the page of its Slack. */
export interface Offers {
  /** Those `/agent` can be asked for; the page completes them. */
  readonly repositories?: readonly string[];
  /** Requests a newcomer can begin with. */
  readonly suggestions?: readonly Readonly<z.infer<typeof Suggestion>>[];
  /** What can be done to the playground from the drawer of faults; each says in a sentence what it did. */
  readonly acts?: readonly Act[];
  /** Other places of the playground. */
  readonly links?: readonly Readonly<z.infer<typeof Link>>[];
}

export interface Act extends Readonly<z.infer<typeof Deed>> {
  act(): Promise<string>;
}

/** The offers as far as they can be sent. */
export function offered({ repositories = [], suggestions = [], acts = [], links = [] }: Offers): Offered {
  return Offered.parse({ repositories, suggestions, acts, links });
}

/** Does one of the acts by its id. */
export async function perform({ acts = [] }: Offers, id: string): Promise<string> {
  const act = acts.find((candidate) => candidate.id === id);
  if (act !== undefined) return act.act();
  const there = acts.map((candidate) => candidate.id).join(', ') || 'nothing';
  return refuse('unknown_act', `The playground cannot "${id}".`, `It offers: ${there}.`);
}
